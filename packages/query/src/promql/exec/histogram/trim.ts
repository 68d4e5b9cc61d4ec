import { boundsOf } from './bucket-bounds.js';
import {
  compacted,
  negativeBuckets,
  positiveBuckets,
  usesCustomBuckets,
  type Bucket,
  type Buckets,
  type FloatHistogram,
} from './float-histogram.js';

/** What of a bucket stays: how many observations, and a value that stands for each of them. */
interface Kept {
  readonly count: number;
  readonly at: number;
}

/** `below` is the operator `</`, which keeps observations up to the cut; `above` is `>/`, which keeps the rest. */
export type TrimSide = 'below' | 'above';

/**
 * The histogram without the observations on one side of `cut`. A bucket that is cut is divided as quantiles are
 * interpolated; the sum is estimated anew from what is left, unless nothing was removed.
 */
export function trim(histogram: FloatHistogram, cut: number, side: TrimSide): FloatHistogram {
  const bounds = boundsOf(histogram);
  const custom = usesCustomBuckets(histogram);
  let count = 0;
  let sum = 0;
  let changed = false;
  const take = (before: number, kept: Kept): number => {
    count += kept.count;
    sum += kept.at * kept.count;
    if (kept.count !== before) changed = true;
    return kept.count;
  };
  const trimmed = ({ indices, counts }: Buckets, buckets: readonly Bucket[], sign: 1 | -1): Buckets => ({
    indices,
    counts: counts.map((n, i) => (n === 0 ? 0 : take(n, keptOf(buckets[i]!, cut, side, sign, custom)))),
  });
  const positive = trimmed(histogram.positive, positiveBuckets(histogram.positive, bounds), 1);
  const negative = trimmed(histogram.negative, negativeBuckets(histogram.negative, bounds), -1);
  const { zeroCount } = histogram;
  const zero = zeroCount > 0 ? take(zeroCount, keptOfZero(histogram, cut, side)) : zeroCount;
  return changed ? compacted({ ...histogram, count, sum, positive, negative, zeroCount: zero }) : histogram;
}

function keptOf(bucket: Bucket, cut: number, side: TrimSide, sign: 1 | -1, custom: boolean): Kept {
  const { lower, upper, count } = bucket;
  const middle = (from: number, to: number): number => representative(from, to, sign, custom);
  if (side === 'below') {
    if (upper <= cut) return { count, at: middle(lower, upper) };
    if (lower >= cut) return { count: 0, at: 0 };
  } else {
    if (lower >= cut) return { count, at: middle(lower, upper) };
    if (upper <= cut) return { count: 0, at: 0 };
  }
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return keptOfUnbounded(bucket, cut, side);
  const under = count * fractionBelow(bucket, cut, sign, custom);
  return side === 'below' ? { count: under, at: middle(lower, cut) } : { count: count - under, at: middle(cut, upper) };
}

/** How the observations in a bucket without one of its bounds are spread is not known: they go or stay together. */
function keptOfUnbounded({ lower, upper, count }: Bucket, cut: number, side: TrimSide): Kept {
  if (lower === -Infinity) {
    // A first bucket that ends above zero is taken to begin at zero.
    if (cut >= 0 && upper > cut && upper !== Infinity) {
      if (side === 'above') return { count: count * (1 - cut / upper), at: (cut + upper) / 2 };
      if (cut > 0) return { count: (count * cut) / upper, at: cut / 2 };
    }
    return side === 'below' && upper <= 0 ? { count, at: cut } : { count: 0, at: 0 };
  }
  return side === 'above' ? { count, at: cut } : { count: 0, at: 0 };
}

/** The zero bucket of a histogram with observations on one side only lies on that side. */
function keptOfZero(
  { zeroThreshold, zeroCount, positive, negative }: FloatHistogram,
  cut: number,
  side: TrimSide,
): Kept {
  const hasPositive = positive.counts.some((n) => n !== 0);
  const hasNegative = negative.counts.some((n) => n !== 0);
  const lower = hasPositive && !hasNegative ? 0 : -zeroThreshold;
  const upper = hasNegative && !hasPositive ? 0 : zeroThreshold;
  const all = { count: zeroCount, at: (lower + upper) / 2 };
  const none = { count: 0, at: 0 };
  if (cut <= lower) return side === 'below' ? none : all;
  if (cut >= upper) return side === 'below' ? all : none;
  const width = upper - lower;
  return side === 'below'
    ? { count: zeroCount * ((cut - lower) / width), at: (lower + cut) / 2 }
    : { count: zeroCount * ((upper - cut) / width), at: (cut + upper) / 2 };
}

/** How much of a bucket with bounds lies below a cut within it: by length for custom buckets, else by logarithm. */
function fractionBelow({ lower, upper }: Bucket, cut: number, sign: 1 | -1, custom: boolean): number {
  if (custom) return (cut - lower) / (upper - lower);
  const from = Math.log2(Math.abs(lower));
  const to = Math.log2(Math.abs(upper));
  const at = Math.log2(Math.abs(cut));
  return sign === 1 ? (at - from) / (to - from) : 1 - (at - to) / (from - to);
}

/** The middle of an interval: geometric for exponential buckets, else arithmetic; of an endless one its end. */
function representative(lower: number, upper: number, sign: 1 | -1, custom: boolean): number {
  if (!Number.isFinite(lower)) {
    if (!Number.isFinite(upper)) return 0;
    return upper > 0 ? upper / 2 : upper;
  }
  if (!Number.isFinite(upper)) return lower;
  return custom ? (lower + upper) / 2 : sign * Math.sqrt(Math.abs(lower * upper));
}
