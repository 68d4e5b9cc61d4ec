import { formatShortest } from '../go-float.js';
import { boundsOf } from './bucket-bounds.js';
import { negativeBuckets, positiveBuckets, usesCustomBuckets, type FloatHistogram } from './float-histogram.js';

/** A bucket with observations and whether its bounds belong to it. */
export interface ShownBucket {
  readonly lower: number;
  readonly upper: number;
  readonly lowerInclusive: boolean;
  readonly upperInclusive: boolean;
  readonly count: number;
}

/** Buckets with observations from the lowest to the highest, as Prometheus shows them. */
export function shownBuckets(histogram: FloatHistogram): readonly ShownBucket[] {
  const { positive, negative, zeroCount, zeroThreshold } = histogram;
  const bounds = boundsOf(histogram);
  const custom = usesCustomBuckets(histogram);
  const right = positiveBuckets(positive, bounds).map((bucket, i) => ({
    ...bucket,
    lowerInclusive: custom && positive.indices[i] === 0,
    upperInclusive: true,
  }));
  const left = negativeBuckets(negative, bounds).map((bucket) => ({
    ...bucket,
    lowerInclusive: true,
    upperInclusive: false,
  }));
  const zero = {
    lower: -zeroThreshold,
    upper: zeroThreshold,
    lowerInclusive: true,
    upperInclusive: true,
    count: zeroCount,
  };
  return [...left.reverse(), zero, ...right].filter(({ count }) => count !== 0);
}

/** The text Prometheus gives a histogram, e.g. as a label of `count_values`: `{count:3, sum:4, (1,2]:3}`. */
export function printHistogram(histogram: FloatHistogram): string {
  const parts = [`count:${formatShortest(histogram.count)}`, `sum:${formatShortest(histogram.sum)}`];
  for (const { lower, upper, lowerInclusive, upperInclusive, count } of shownBuckets(histogram)) {
    const open = lowerInclusive ? '[' : '(';
    const close = upperInclusive ? ']' : ')';
    parts.push(`${open}${formatShortest(lower)},${formatShortest(upper)}${close}:${formatShortest(count)}`);
  }
  return `{${parts.join(', ')}}`;
}
