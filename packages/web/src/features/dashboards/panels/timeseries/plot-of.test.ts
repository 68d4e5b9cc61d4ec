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

it('gives another unit an axis of its own, unless the panel places it', () => {
  const axes = (overrides: readonly (readonly [string, string, unknown])[]) =>
    timeseriesPlot(frames, panel({}, overrides)).series.map(({ axis }) => axis);
  expect(axes([])).toEqual(['left', 'left', 'left']);
  expect(axes([['used', 'unit', 'percent']])).toEqual(['left', 'right', 'left']);
  expect(axes([['total', 'custom.axisPlacement', 'right']])).toEqual(['right', 'left', 'left']);
  expect(
    axes([
      ['used', 'unit', 'percent'],
      ['used', 'custom.axisPlacement', 'left'],
    ]),
  ).toEqual(['left', 'left', 'left']);
});

it('fills down to the series that the panel names', () => {
  const { series } = timeseriesPlot(frames, panel({}, [['total', 'custom.fillBelowTo', 'freed']]));
  expect(series.map(({ fillTo }) => fillTo)).toEqual(['2 freed', undefined, undefined]);
});

it('draws a series of a coarser grid through the times of the others', () => {
  const of = (name: string, times: readonly number[]) => ({
    refId: 'A',
    fields: [
      { name: 'Time', type: 'time' as const, values: times },
      { name, type: 'number' as const, values: times },
    ],
  });
  const { series, times } = timeseriesPlot([of('fine', [0, 1_000, 2_000]), of('coarse', [0, 2_000])], panel({}, []));
  expect(times).toEqual([0, 1, 2]);
  expect(series.map(({ values, spanNulls }) => [values, spanNulls])).toEqual([
    [[0, 1_000, 2_000], false],
    [[0, null, 2_000], true],
  ]);
});
