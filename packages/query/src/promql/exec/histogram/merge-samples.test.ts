import { expect, it } from 'vitest';
import { LabelSet } from '../label-set.js';
import { histogram } from './histogram.testkit.js';
import { mergeHistograms } from './merge-samples.js';

const number = (time: number, value: number | 'stale') => ({ time, value });
const native = (time: number, count: number | 'stale') => ({ time, count });

it.each([
  ['in order of time', [number(1, 5), number(3, 6)], [native(2, 7), native(4, 8)], '1:5 2:{7} 3:6 4:{8}'],
  ['a histogram before a number of its time', [number(1, 5)], [native(1, 7)], '1:{7}'],
  ['a value before a marker of its time', [number(1, 5)], [native(1, 'stale')], '1:5'],
  ['a histogram before a marker of its time', [number(1, 'stale')], [native(1, 7)], '1:{7}'],
  [
    'markers of both kinds',
    [number(2, 'stale')],
    [native(1, 7), native(3, 8), native(4, 'stale')],
    '1:{7} 2:- 3:{8} 4:-',
  ],
  ['the last of several at one time', [], [native(1, 7), native(1, 8)], '1:{8}'],
])('merges %s', (_, numbers, natives, expected) => {
  const series = mergeHistograms(
    {
      labels: LabelSet.EMPTY,
      dropName: false,
      times: Float64Array.from(numbers, ({ time }) => time),
      values: Float64Array.from(numbers, ({ value }) => (value === 'stale' ? NaN : value)),
      stale: Uint8Array.from(numbers, ({ value }) => (value === 'stale' ? 1 : 0)),
    },
    natives.map(({ time, count }) => ({
      fingerprint: 1n,
      time,
      histogram: histogram({ count: count === 'stale' ? 0 : count }),
      start: 0,
      stale: count === 'stale',
    })),
    false,
  );
  const shown = Array.from(series.times, (time, i) => {
    const value = series.histograms?.[i] ? `{${series.histograms[i].count}}` : series.values[i]!;
    return `${time}:${series.stale?.[i] === 1 ? '-' : value}`;
  });
  expect(shown.join(' ')).toBe(expected);
});

it.each([
  [true, [0, 5, 7]],
  [false, undefined],
])('has starts if they are wanted: %s', (wanted, expected) => {
  const numbers = {
    labels: LabelSet.EMPTY,
    dropName: false,
    times: Float64Array.of(10, 30),
    values: Float64Array.of(1, 2),
  };
  const own = wanted ? { ...numbers, starts: Float64Array.of(0, 7) } : numbers;
  const row = { fingerprint: 1n, time: 20, histogram: histogram({ count: 1 }), start: 5, stale: false };
  const { starts } = mergeHistograms(own, [row], wanted);
  expect(starts && [...starts]).toEqual(expected);
});
