import { expect, it } from 'vitest';
import { chartOfSeries, isOfDurations, seriesName } from './traceql-series.js';

it('lays series on common times and leaves out the lowest', () => {
  const series = (name: string, ...samples: [number, number][]) => ({ labels: { name }, samples, exemplars: [] });
  const chart = chartOfSeries([series('low', [1, 1]), series('a', [1, 5], [3, 6]), series('b', [2, 9])], 2);
  expect(chart.times).toEqual([1, 2, 3]);
  expect(chart.hidden).toBe(1);
  expect(chart.series.map(({ label, values }) => [label, values])).toEqual([
    ['a', [5, null, 6]],
    ['b', [null, 9, null]],
  ]);
});

it.each([
  [{}, '{}'],
  [{ 'resource.service.name': 'a', p: '0.95' }, 'a · p95'],
  [{ __name__: 'rate' }, 'rate'],
])('%j is named %s', (labels, name) => {
  expect(seriesName(labels)).toBe(name);
});

it.each([
  ['{ } | quantile_over_time(duration, .5)', true],
  ['{ } | max_over_time(span:duration) by (name)', true],
  ['{ } | rate()', false],
  ['{ duration > 1s } | count_over_time()', false],
])('%s', (q, durations) => {
  expect(isOfDurations(q)).toBe(durations);
});
