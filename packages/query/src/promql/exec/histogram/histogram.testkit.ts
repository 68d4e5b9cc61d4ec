import fc from 'fast-check';
import { CUSTOM_BUCKETS } from './bucket-bounds.js';
import { EMPTY_HISTOGRAM, type Buckets, type FloatHistogram } from './float-histogram.js';

/** Buckets without gaps from an index on. */
export const from = (first: number, ...counts: number[]): Buckets => ({
  indices: counts.map((_, i) => first + i),
  counts,
});

export const histogram = (fields: Partial<FloatHistogram>): FloatHistogram => ({ ...EMPTY_HISTOGRAM, ...fields });

const arbitraryBuckets = (indices: fc.Arbitrary<number>): fc.Arbitrary<Buckets> =>
  fc.uniqueArray(indices, { maxLength: 6 }).chain((found) =>
    fc.array(fc.nat(50), { minLength: found.length, maxLength: found.length }).map((counts) => ({
      indices: found.sort((a, b) => a - b),
      counts,
    })),
  );

const total = ({ counts }: Buckets): number => counts.reduce((sum, n) => sum + n, 0);

/** Observations in buckets and zero bucket; the `count` says the same of those that are made here. */
export const observations = ({ zeroCount, positive, negative }: FloatHistogram): number =>
  zeroCount + total(positive) + total(negative);

/** Exponential histograms with whole counts that are consistent; buckets do not overlap the zero bucket. */
export const exponential: fc.Arbitrary<FloatHistogram> = fc
  .record({
    schema: fc.integer({ min: -1, max: 3 }),
    zeroThreshold: fc.constantFrom(0.001, 0.2, 0.25),
    zeroCount: fc.nat(20),
    // From 0.25 up in every schema.
    positive: fc.uniqueArray(fc.nat(12), { maxLength: 6 }),
    negative: fc.uniqueArray(fc.nat(12), { maxLength: 6 }),
    counts: fc.array(fc.nat(50), { minLength: 12, maxLength: 12 }),
  })
  .map(({ schema, zeroThreshold, zeroCount, positive, negative, counts }) => {
    const first = Math.floor(-2 * 2 ** schema) + 1;
    const side = (offsets: readonly number[], skip: number): Buckets => ({
      indices: [...offsets].sort((a, b) => a - b).map((offset) => first + offset),
      counts: offsets.map((_, i) => counts[skip + i]!),
    });
    const made = { schema, zeroThreshold, zeroCount, positive: side(positive, 0), negative: side(negative, 6) };
    return withTotals(histogram(made));
  });

/** Histograms with custom buckets whose bounds are some of 1 to 8. */
export const custom: fc.Arbitrary<FloatHistogram> = fc
  .uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 5 })
  .chain((bounds) =>
    arbitraryBuckets(fc.nat(bounds.length)).map((positive) =>
      withTotals(histogram({ schema: CUSTOM_BUCKETS, customValues: bounds.sort((a, b) => a - b), positive })),
    ),
  );

const withTotals = (one: FloatHistogram): FloatHistogram => ({
  ...one,
  count: observations(one),
  sum: observations(one),
});
