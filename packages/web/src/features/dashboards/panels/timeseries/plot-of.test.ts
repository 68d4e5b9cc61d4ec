import { expect, it } from 'vitest';
import { re2Patterns } from '../../patterns/re2-pattern.js';
import { readPanel } from '../../model/read-panel.js';
import { timeseriesPlot } from './plot-of.js';

const names = ['total', 'used', 'freed'];
const frames = names.map((name, at) => ({
  refId: 'A',
  fields: [
    { name: 'Time', type: 'time' as const, values: [0, 60_000] },
    { name, type: 'number' as const, values: [at + 1, at + 2] },
  ],
}));
const panel = (custom: object, overrides: readonly (readonly [string, string, unknown])[]) =>
  readPanel(
    {
      type: 'timeseries',
      fieldConfig: {
        defaults: { custom, unit: 'bytes' },
        overrides: overrides.map(([options, id, value]) => ({
          matcher: { id: 'byName', options },
          properties: [{ id, value }],
        })),
      },
    },
    0,
    re2Patterns(),
  );

it.each([
  ['of one group lie on each other', { mode: 'normal' }, [], ['A1', 'A1', 'A1']],
  ['stand alone without stacking', { mode: 'none' }, [], [undefined, undefined, undefined]],
  [
    'are taken out of a stack one by one',
    { mode: 'normal', group: 'A' },
    [['total', 'custom.stacking', { mode: 'normal', group: false }]],
    [undefined, 'A1', 'A1'],
  ],
  [
    'go down beside those that go up',
    { mode: 'normal', group: 'x' },
    [['freed', 'custom.transform', 'negative-Y']],
    ['x1', 'x1', 'x-1'],
  ],
] as const)('series %s', (_what, stacking, overrides, expected) => {
  const { series } = timeseriesPlot(frames, panel({ stacking }, overrides));
  expect(series.map(({ stack }) => stack)).toEqual(expected);
  expect(series.map(({ binary }) => binary)).toEqual([true, true, true]);
});
