import { expect, it } from 'vitest';
import { type Frame } from '../../data/frame.js';
import { heatmapCells } from './cells.js';

const frame = (le: string, values: (number | null)[]): Frame => ({
  refId: 'A',
  fields: [
    { name: 'Time', type: 'time', values: [1, 2] },
    { name: 'Value', type: 'number', values, labels: { le } },
  ],
});

it('takes cumulative buckets apart, whatever their order', () => {
  const cells = heatmapCells([frame('+Inf', [10, 5]), frame('0.1', [4, null]), frame('0.5', [9, 5])], false);
  expect(cells?.buckets.map(({ label }) => label)).toEqual(['0.1', '0.5', '+Inf']);
  expect(cells?.counts).toEqual([
    [4, null],
    [5, 5],
    [1, 0],
  ]);
  expect(cells?.max).toBe(5);
});

it('counts values when there are no buckets', () => {
  const raw: Frame = {
    refId: 'A',
    fields: [
      { name: 'Time', type: 'time', values: [1] },
      { name: 'v', type: 'number', values: [3] },
    ],
  };
  expect(heatmapCells([raw, raw], false)?.max).toBe(2);
  expect(heatmapCells([], false)).toBeUndefined();
});
