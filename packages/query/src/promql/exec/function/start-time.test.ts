import { expect, it } from 'vitest';
import { isStartReset } from './start-time.js';

it.each([
  ['unknown', 5, 10, 0, 20, false],
  ['same run', 5, 10, 5, 20, false],
  ['began since', 5, 10, 15, 20, true],
  ['a delta after a delta', 5, 10, 10, 20, true],
  ['at a sample without a start', 0, 10, 10, 20, false],
  ['at a sample of unknown start', 10, 10, 10, 20, false],
  ['at a sample of a wrong start', 12, 10, 10, 20, false],
  ['at its own sample', 5, 10, 20, 20, false],
  ['after its own sample', 5, 10, 25, 20, false],
])('a start that is %s', (_, startBefore, before, start, time, expected) => {
  expect(isStartReset(startBefore, before, start, time)).toBe(expected);
});
