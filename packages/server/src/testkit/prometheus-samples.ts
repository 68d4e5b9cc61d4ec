import type { SeriesInput } from '@bongsu/wire/remote-write/testkit';

/** Of every native histogram of `sizes`. */
export const SIZES = { schema: 1, zeroThreshold: 0.5, zeroCount: 2, sum: 40, count: 12 };
const BUCKETS = {
  positiveSpans: [
    [0, 2],
    [4, 1],
  ],
  positiveDeltas: [3, 1, -1],
} as const;

/** Counters `up` of the jobs a, b and c: two samples each, at `ms` and 15 s later. */
export const counters = (ms: number): readonly SeriesInput[] =>
  ['a', 'b', 'c'].map((job, i) => ({
    labels: { __name__: 'up', job },
    samples: [
      { t: ms, v: i },
      { t: ms + 15_000, v: i + 10 },
    ],
  }));

/** At `ms` native histograms `sizes`, a counter and a gauge, a number of that name, and `bounded` with a bucket of its own. */
export const histograms = (ms: number): readonly SeriesInput[] => [
  { labels: { __name__: 'sizes', kind: 'a' }, histograms: [{ ...SIZES, ...BUCKETS, t: ms }] },
  { labels: { __name__: 'sizes', kind: 'b' }, histograms: [{ ...SIZES, ...BUCKETS, resetHint: 3, t: ms }] },
  { labels: { __name__: 'sizes', kind: 'c' }, samples: [{ t: ms, v: 5 }] },
  {
    labels: { __name__: 'bounded' },
    histograms: [
      { schema: -53, count: 3, sum: 4, positiveSpans: [[0, 2]], positiveDeltas: [1, 1], customValues: [1], t: ms },
    ],
  },
];
