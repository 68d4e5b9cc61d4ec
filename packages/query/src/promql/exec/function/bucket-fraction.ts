import { coalesced, type Bucket } from './bucket-quantile.js';

/**
 * Which part of a classic histogram's observations lies between two values, interpolated within buckets. The first
 * bucket begins at 0 if it ends above. NaN without a +Inf bucket or without observations.
 */
export function fractionOfBuckets(lower: number, upper: number, unsorted: readonly Bucket[]): number {
  const buckets = coalesced(unsorted);
  const last = buckets.at(-1);
  if (last?.bound !== Infinity) return NaN;
  const { count } = last;
  if (count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return NaN;
  if (lower >= upper) return 0;
  const rank = (value: number): number => Math.min(rankOf(value, buckets), count);
  return (rank(upper) - rank(lower)) / count;
}

/** How many observations are below a value; infinite for one that no bucket ends above. */
function rankOf(value: number, buckets: readonly Bucket[]): number {
  let from = buckets[0]!.bound <= 0 ? -Infinity : 0;
  let rank = 0;
  for (const { bound, count } of buckets) {
    if (from >= value) return rank;
    if (bound > value) {
      // Of a bucket without a lower bound all observations are taken to be below.
      return from === -Infinity ? count : rank + ((count - rank) * (value - from)) / (bound - from);
    }
    from = bound;
    rank = count;
  }
  return Infinity;
}
