import { kahanStep } from '../kahan.js';
import { exponentialBound } from './bucket-bounds.js';
import type { Buckets } from './float-histogram.js';

/** The buckets of both, `sign` times those of `b` added; they must have the same bounds. */
export function addBuckets(a: Buckets, b: Buckets, sign: 1 | -1): Buckets {
  const indices: number[] = [];
  const counts: number[] = [];
  mergeIndices(a, b, (index, x, y) => {
    indices.push(index);
    counts.push(x === undefined ? sign * y! : y === undefined ? x : x + sign * y);
  });
  return { indices, counts };
}

/** A sum of buckets and its rounding errors, which have the same indices. */
export interface CompensatedBuckets {
  readonly sum: Buckets;
  readonly lost: Buckets;
}

/** As `addBuckets`, carrying rounding errors along. */
export function addCompensated({ sum, lost }: CompensatedBuckets, b: Buckets): CompensatedBuckets {
  const indices: number[] = [];
  const sums: number[] = [];
  const losses: number[] = [];
  const lostAt = new Map(lost.indices.map((index, i) => [index, lost.counts[i]!]));
  mergeIndices(sum, b, (index, x = 0, y = 0) => {
    const [next, nextLost] = kahanStep(y, x, lostAt.get(index) ?? 0);
    indices.push(index);
    sums.push(next);
    losses.push(nextLost);
  });
  return { sum: { indices, counts: sums }, lost: { indices, counts: losses } };
}

function mergeIndices(
  a: Buckets,
  b: Buckets,
  visit: (index: number, x: number | undefined, y: number | undefined) => void,
): void {
  let i = 0;
  let j = 0;
  while (i < a.indices.length || j < b.indices.length) {
    const left = a.indices[i] ?? Infinity;
    const right = b.indices[j] ?? Infinity;
    visit(Math.min(left, right), left <= right ? a.counts[i++] : undefined, right <= left ? b.counts[j++] : undefined);
  }
}

/** Buckets with each index mapped to another, never descending; counts that meet are added. */
function mapped({ indices, counts }: Buckets, map: (index: number) => number): Buckets {
  const to: number[] = [];
  const sums: number[] = [];
  for (let i = 0; i < indices.length; i++) {
    const index = map(indices[i]!);
    if (to.at(-1) === index) sums[sums.length - 1]! += counts[i]!;
    else {
      to.push(index);
      sums.push(counts[i]!);
    }
  }
  return { indices: to, counts: sums };
}

/** Exponential buckets merged to a schema that is not finer. */
export function reduceResolution(buckets: Buckets, from: number, to: number): Buckets {
  if (from === to) return buckets;
  const perBucket = 2 ** (from - to);
  return mapped(buckets, (index) => Math.floor((index - 1) / perBucket) + 1);
}

/** Custom buckets merged to bounds that are all among their own. */
export function mapToBounds(buckets: Buckets, own: readonly number[], common: readonly number[]): Buckets {
  return mapped(buckets, (index) => {
    const upper = own[index] ?? Infinity;
    const target = common.findIndex((bound) => bound >= upper);
    return target < 0 ? common.length : target;
  });
}

/** The bounds that both ascending lists have. */
export const commonBounds = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.filter((bound) => b.includes(bound));

/** Exponential buckets that reach beyond a zero bucket of the width. */
export function beyondZero(buckets: Buckets, schema: number, threshold: number): Buckets {
  const first = buckets.indices.findIndex((index) => exponentialBound(schema, index) > threshold);
  if (first === 0) return buckets;
  const from = first < 0 ? buckets.indices.length : first;
  return { indices: buckets.indices.slice(from), counts: buckets.counts.slice(from) };
}
