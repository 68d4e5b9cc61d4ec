import type { BucketRepair } from '../annotations.js';

/** A classic histogram's bucket: how many observations were at most `bound`. */
export interface Bucket {
  readonly bound: number;
  readonly count: number;
}

/** The smallest float of full precision. */
const LEAST_NORMAL = 2.2250738585072014e-308;
/** Differences this small beside the counts themselves are noise of the floating point (Prometheus' figure). */
const NOISE = 1e-12;

/**
 * The quantile of cumulative buckets in any order. Buckets of one bound are added up and counts that fall are lifted;
 * `repaired` tells of more than noise. NaN without a +Inf bucket, with no other bucket, or with nothing observed.
 */
export function quantileOfBuckets(q: number, unsorted: readonly Bucket[]): { value: number; repaired?: BucketRepair } {
  if (Number.isNaN(q)) return { value: NaN };
  if (q < 0) return { value: -Infinity };
  if (q > 1) return { value: Infinity };
  const buckets = coalesced(unsorted);
  if (buckets.at(-1)?.bound !== Infinity) return { value: NaN };
  const repair = makeMonotonic(buckets);
  const observations = buckets.at(-1)!.count;
  const value = buckets.length < 2 || observations === 0 ? NaN : interpolated(q * observations, buckets);
  return repair ? { value, repaired: repair } : { value };
}

function interpolated(rank: number, buckets: readonly Bucket[]): number {
  const lastFinite = buckets.length - 2;
  const at = buckets.findIndex(({ count }) => count >= rank);
  if (at < 0 || at > lastFinite) return buckets[lastFinite]!.bound;
  const { bound } = buckets[at]!;
  if (at === 0 && bound <= 0) return bound;
  let start = 0;
  let { count } = buckets[at]!;
  let inside = rank;
  if (at > 0) {
    start = buckets[at - 1]!.bound;
    count -= buckets[at - 1]!.count;
    inside -= buckets[at - 1]!.count;
  }
  return start + (bound - start) * (inside / count);
}

/** Sorted by bound; counts of equal bounds are added. */
export function coalesced(buckets: readonly Bucket[]): { bound: number; count: number }[] {
  const rises = buckets.every((bucket, i) => i === 0 || bucket.bound >= buckets[i - 1]!.bound);
  const sorted = rises ? buckets : [...buckets].sort((a, b) => a.bound - b.bound);
  const result: { bound: number; count: number }[] = [];
  for (const { bound, count } of sorted) {
    const last = result.at(-1);
    if (last?.bound === bound) last.count += count;
    else result.push({ bound, count });
  }
  return result;
}

/** Lifts counts to the one before; tells which fell by more than noise. */
function makeMonotonic(buckets: { bound: number; count: number }[]): BucketRepair | undefined {
  let repair: BucketRepair | undefined;
  let previous = buckets[0]!.count;
  for (const bucket of buckets.slice(1)) {
    if (bucket.count === previous) continue;
    if (almostEqual(previous, bucket.count)) bucket.count = previous;
    else if (bucket.count < previous) {
      const difference = Math.max(repair?.difference ?? 0, previous - bucket.count);
      // Bounds ascend: the first repaired is the lowest, this one the highest so far.
      repair = { lowest: repair?.lowest ?? bucket.bound, highest: bucket.bound, difference };
      bucket.count = previous;
    } else previous = bucket.count;
  }
  return repair;
}

function almostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || Math.abs(a) + Math.abs(b) < LEAST_NORMAL) return difference < NOISE * LEAST_NORMAL;
  return difference / Math.min(Math.abs(a) + Math.abs(b), Number.MAX_VALUE) < NOISE;
}
