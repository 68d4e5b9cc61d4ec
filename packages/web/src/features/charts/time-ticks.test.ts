import { expect, it } from 'vitest';
import { timeTicks } from './time-ticks.js';

const MINUTE = 60_000;

it.each([
  [3 * MINUTE, 63 * MINUTE, 4, [15, 30, 45, 60]],
  [0, 10 * MINUTE, 5, [0, 2, 4, 6, 8]],
  [0, 10 * 1_440 * MINUTE, 3, [0, 4 * 1_440, 8 * 1_440]],
  [MINUTE, MINUTE, 3, [1]],
])('from %d to %d, %d ticks at most', (start, end, most, minutes) => {
  expect(timeTicks(start, end, most)).toEqual(minutes.map((at) => at * MINUTE));
});
