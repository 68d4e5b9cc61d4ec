import { boundsOf, CUSTOM_BUCKETS, type BucketBounds } from './bucket-bounds.js';

/** What is known of a histogram's place in its series: Prometheus' counter reset hints, numbered as it stores them. */
export const RESET_HINT = { unknown: 0, reset: 1, notReset: 2, gauge: 3 } as const;
export type ResetHint = (typeof RESET_HINT)[keyof typeof RESET_HINT];

/** Observations by bucket index, ascending. What is not listed is empty; what is listed may be. */
export interface Buckets {
  readonly indices: readonly number[];
  readonly counts: readonly number[];
}

/**
 * A native histogram; counts may be fractions and, after a subtraction, negative. Values are never changed in place.
 * Rules for computing with them are those of Prometheus (model/histogram/float_histogram.go).
 */
export interface FloatHistogram {
  readonly hint: ResetHint;
  readonly schema: number;
  /** Width of the zero bucket, which is [-zeroThreshold, zeroThreshold]. */
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly count: number;
  readonly sum: number;
  readonly positive: Buckets;
  /** Indices as of the positive side, with bounds mirrored. */
  readonly negative: Buckets;
  /** Upper bounds of custom buckets but the last, which has none. */
  readonly customValues: readonly number[];
}

export const NO_BUCKETS: Buckets = { indices: [], counts: [] };

/** A histogram without observations. */
export const EMPTY_HISTOGRAM: FloatHistogram = {
  hint: RESET_HINT.unknown,
  schema: 0,
  zeroThreshold: 0,
  zeroCount: 0,
  count: 0,
  sum: 0,
  positive: NO_BUCKETS,
  negative: NO_BUCKETS,
  customValues: [],
};

/** One bucket with its bounds; which of them belong to it depends on the side of zero. */
export interface Bucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

export const usesCustomBuckets = ({ schema }: FloatHistogram): boolean => schema === CUSTOM_BUCKETS;

export const hasSameBounds = (a: FloatHistogram, b: FloatHistogram): boolean =>
  a.customValues.length === b.customValues.length && a.customValues.every((bound, i) => bound === b.customValues[i]);

/** Buckets from the lowest to the highest, the zero bucket between the sides where it has observations. */
export function bucketsOf(histogram: FloatHistogram): readonly Bucket[] {
  const { positive, negative, zeroCount, zeroThreshold } = histogram;
  const bounds = boundsOf(histogram);
  const zero = zeroCount > 0 ? [{ lower: -zeroThreshold, upper: zeroThreshold, count: zeroCount }] : [];
  return [...negativeBuckets(negative, bounds).reverse(), ...zero, ...positiveBuckets(positive, bounds)];
}

/** From zero upwards. */
export const positiveBuckets = ({ indices, counts }: Buckets, bounds: BucketBounds): Bucket[] =>
  indices.map((index, i) => ({ lower: bounds(index - 1), upper: bounds(index), count: counts[i]! }));

/** From zero downwards. */
export const negativeBuckets = ({ indices, counts }: Buckets, bounds: BucketBounds): Bucket[] =>
  indices.map((index, i) => ({ lower: -bounds(index), upper: -bounds(index - 1), count: counts[i]! }));

/** Without the empty buckets. */
export function compacted(histogram: FloatHistogram): FloatHistogram {
  const positive = withoutEmptyBuckets(histogram.positive);
  const negative = withoutEmptyBuckets(histogram.negative);
  if (positive === histogram.positive && negative === histogram.negative) return histogram;
  return { ...histogram, positive, negative };
}

function withoutEmptyBuckets(buckets: Buckets): Buckets {
  if (!buckets.counts.includes(0)) return buckets;
  const isThere = (_: number, i: number): boolean => buckets.counts[i] !== 0;
  return { indices: buckets.indices.filter(isThere), counts: buckets.counts.filter(isThere) };
}

/** Whether two histograms say the same; empty buckets and the reset hint say nothing. NaN equals NaN. */
export function isEqual(a: FloatHistogram, b: FloatHistogram): boolean {
  return (
    a.schema === b.schema &&
    Object.is(a.count, b.count) &&
    Object.is(a.sum, b.sum) &&
    Object.is(a.zeroCount, b.zeroCount) &&
    a.zeroThreshold === b.zeroThreshold &&
    hasSameBounds(a, b) &&
    sameBuckets(a.positive, b.positive) &&
    sameBuckets(a.negative, b.negative)
  );
}

function sameBuckets(a: Buckets, b: Buckets): boolean {
  const x = withoutEmptyBuckets(a);
  const y = withoutEmptyBuckets(b);
  return (
    x.indices.length === y.indices.length &&
    x.indices.every((index, i) => index === y.indices[i] && Object.is(x.counts[i], y.counts[i]))
  );
}

/** How many samples it counts as against a query's budget: a sample is a time and a value, 16 bytes. */
export function histogramSize({ positive, negative, customValues }: FloatHistogram): number {
  const numbers = 2 * (positive.indices.length + negative.indices.length) + customValues.length;
  // Seven fields beside the buckets, the time among them.
  return Math.ceil((7 + numbers) / 2);
}
