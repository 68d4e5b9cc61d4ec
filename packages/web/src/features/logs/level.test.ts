import { expect, it } from 'vitest';
import { parseLevel } from './level.js';

it.each([
  ['Error', undefined, 'error'],
  ['ERR', undefined, 'error'],
  ['WARNING', '17', 'warn'],
  ['critical', undefined, 'fatal'],
  ['INFO2', undefined, 'info'],
  ['unknown', '17', 'error'],
  [undefined, '1', 'trace'],
  [undefined, '9', 'info'],
  [undefined, '24', 'fatal'],
  [undefined, '25', 'unknown'],
  [undefined, '0', 'unknown'],
  ['', 'x', 'unknown'],
])('%j with number %j is %s', (text, number, level) => {
  expect(parseLevel(text, number)).toBe(level);
});
