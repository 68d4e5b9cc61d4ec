import { expect, it } from 'vitest';
import { alignToGrid, gridTimes, ratio, summarize } from './align.js';

it('lays samples on the grid', () => {
  const times = gridTimes({ start: 60, end: 120, step: 30 });
  expect(times).toEqual([60, 90, 120]);
  const samples: [number, number][] = [
    [60, 1],
    [120, 3],
    [500, 9],
  ];
  expect(alignToGrid(times, [{ labels: {}, samples }])).toEqual([1, null, 3]);
  expect(alignToGrid(times, [])).toEqual([null, null, null]);
});

it('divides only where there is traffic', () => {
  expect(ratio([1, null, 2, null, 9], [4, 2, 0, null, 3])).toEqual([0.25, 0, null, null, 1]);
});

it('sums a column up', () => {
  expect(summarize([null, 3, 1, null])).toEqual({ last: 1, min: 1, max: 3 });
  expect(summarize([null])).toBeUndefined();
});
