import { expect, it } from 'vitest';
import { nearestRefresh } from './refresh.js';

it.each([
  ['30s', '30s'],
  ['25s', '30s'],
  ['2m', '5m'],
  ['1h', '15m'],
  ['', 'off'],
  ['x', 'off'],
])('%j refreshes every %s', (text, choice) => {
  expect(nearestRefresh(text)).toBe(choice);
});
