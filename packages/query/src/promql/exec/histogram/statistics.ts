import { KahanSum } from '../kahan.js';
import { bucketsOf, usesCustomBuckets, type Bucket, type FloatHistogram } from './float-histogram.js';

/** Population variance, with every observation taken to lie in the middle of its bucket. */
export function variance(histogram: FloatHistogram): number {
  const mean = histogram.sum / histogram.count;
  const custom = usesCustomBuckets(histogram);
  const squares = new KahanSum();
  for (const bucket of bucketsOf(histogram)) {
    if (bucket.count === 0) continue;
    const delta = middle(bucket, custom) - mean;
    squares.add(bucket.count * delta * delta);
  }
  return squares.total / histogram.count;
}

/** Arithmetic for custom buckets, 0 for the zero bucket, geometric for others. */
function middle({ lower, upper }: Bucket, custom: boolean): number {
  if (custom) return (upper + lower) / 2;
  if (lower <= 0 && upper >= 0) return 0;
  const geometric = Math.sqrt(upper * lower);
  return upper < 0 ? -geometric : geometric;
}

/** NaN observations are counted and lie in no bucket. The sum is NaN then, as it is with infinities of both signs. */
export type NanEffect = 'none' | 'result' | 'skew';

export interface Estimate {
  readonly value: number;
  /** Whether NaN observations made the result NaN, or only moved it. */
  readonly nan: NanEffect;
}

/** The bucket with its zero end moved to 0 if the histogram has buckets on one side only. */
function oneSided(bucket: Bucket, { positive, negative }: FloatHistogram): Bucket {
  const hasPositive = positive.indices.length > 0;
  const hasNegative = negative.indices.length > 0;
  if (hasPositive && !hasNegative) return { ...bucket, lower: 0 };
  return hasNegative && !hasPositive ? { ...bucket, upper: 0 } : bucket;
}

/**
 * The quantile, interpolated along the logarithm within exponential buckets and linearly within the zero bucket and
 * custom ones. NaN without observations, infinite for q outside [0, 1].
 */
export function histogramQuantile(q: number, histogram: FloatHistogram): Estimate {
  const sure = (value: number): Estimate => ({ value, nan: 'none' });
  if (q < 0) return sure(-Infinity);
  if (q > 1) return sure(Infinity);
  if (histogram.count === 0 || Number.isNaN(q)) return sure(NaN);
  const mayHaveNan = Number.isNaN(histogram.sum);
  // From the nearer end; NaN observations can only be told apart from below.
  const forward = mayHaveNan || q < 0.5;
  const buckets = forward ? bucketsOf(histogram) : [...bucketsOf(histogram)].reverse();
  const rank = (forward ? q : 1 - q) * histogram.count;
  let reached = 0;
  let at = -1;
  let bucket: Bucket = { lower: 0, upper: 0, count: 0 };
  while (++at < buckets.length) {
    bucket = buckets[at]!;
    reached += bucket.count;
    if (bucket.count !== 0 && reached >= rank) break;
  }
  const custom = usesCustomBuckets(histogram);
  if (custom) {
    if (bucket.lower === -Infinity) {
      if (bucket.upper <= 0) return sure(bucket.upper);
      bucket = { ...bucket, lower: 0 };
    } else if (bucket.upper === Infinity) return sure(bucket.lower);
  } else if (bucket.lower < 0 && bucket.upper > 0) bucket = oneSided(bucket, histogram);
  // Rounding may lift the sum of the buckets above the count.
  const seen = Math.min(reached, histogram.count);
  if (seen < rank) return mayHaveNan ? { value: NaN, nan: 'result' } : sure(bucket.upper);
  const inside = forward ? rank - (seen - bucket.count) : seen - rank;
  const inBuckets = buckets.slice(at + 1).reduce((sum, { count }) => sum + count, reached);
  const nan = mayHaveNan && inBuckets < histogram.count ? 'skew' : 'none';
  return { value: interpolated(bucket, inside / bucket.count, custom), nan };
}

function interpolated({ lower, upper }: Bucket, fraction: number, custom: boolean): number {
  if (custom || (lower <= 0 && upper >= 0)) return lower + (upper - lower) * fraction;
  const from = Math.log2(Math.abs(lower));
  const to = Math.log2(Math.abs(upper));
  return lower > 0 ? 2 ** (from + (to - from) * fraction) : -(2 ** (to + (from - to) * (1 - fraction)));
}

/** Which part of the observations lies between two values. */
export function histogramFraction(lower: number, upper: number, histogram: FloatHistogram): Estimate {
  const { count } = histogram;
  if (count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return { value: NaN, nan: 'none' };
  if (lower >= upper) return { value: 0, nan: 'none' };
  const buckets = bucketsOf(histogram);
  const inBuckets = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const mayHaveNan = Number.isNaN(histogram.sum);
  const most = mayHaveNan ? inBuckets : count;
  const rank = (value: number): number => Math.min(rankOf(value, buckets, histogram), most);
  const value = (rank(upper) - rank(lower)) / count;
  return { value, nan: mayHaveNan && inBuckets < count ? 'skew' : 'none' };
}

/** How many observations are below a value; infinite for one above all buckets. */
function rankOf(value: number, buckets: readonly Bucket[], histogram: FloatHistogram): number {
  let rank = 0;
  for (const plain of buckets) {
    const isZero = plain.lower <= 0 && plain.upper >= 0;
    const bucket = isZero ? oneSided(plain, histogram) : plain;
    if (bucket.lower >= value) return rank;
    if (bucket.upper > value) {
      const linear = isZero || usesCustomBuckets(histogram);
      // An unbounded bucket cannot be divided: to the left all of it is below, to the right nothing.
      if (linear && bucket.lower === -Infinity) return bucket.count;
      return rank + bucket.count * (linear ? linearPart(bucket, value) : exponentialPart(bucket, value));
    }
    rank += bucket.count;
  }
  return Infinity;
}

const linearPart = ({ lower, upper }: Bucket, value: number): number => (value - lower) / (upper - lower);

function exponentialPart({ lower, upper }: Bucket, value: number): number {
  const from = Math.log2(Math.abs(lower));
  const to = Math.log2(Math.abs(upper));
  const at = Math.log2(Math.abs(value));
  return value > 0 ? (at - from) / (to - from) : 1 - (at - to) / (from - to);
}
