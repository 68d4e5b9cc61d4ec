import { expect, it } from 'vitest';
import { alongGrid, sparkGrid } from './spark-rates.js';

it('ends where the range does, and counts over at least a minute', () => {
  const grid = sparkGrid({ start: 1_000_000, end: 4_600_000 });
  expect(grid.end).toBe(4_600);
  expect((grid.end - grid.start) % grid.step).toBe(0);
  expect(grid.whole).toBe(3_600);
  expect(grid.window).toBe(Math.max(60, grid.step));
  expect(sparkGrid({ start: 0, end: 10_000 })).toMatchObject({ window: 60, whole: 60 });
});

it('is zero where there is no sample', () => {
  const samples = [[20, 3]] as const;
  expect(alongGrid({ labels: {}, samples }, { start: 10, end: 40, step: 10 })).toEqual([0, 3, 0, 0]);
});
