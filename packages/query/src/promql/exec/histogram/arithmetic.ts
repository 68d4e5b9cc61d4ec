import { addBuckets, beyondZero, commonBounds, mapToBounds, reduceResolution } from './buckets.js';
import {
  compacted,
  hasSameBounds,
  NO_BUCKETS,
  RESET_HINT,
  usesCustomBuckets,
  type Buckets,
  type FloatHistogram,
} from './float-histogram.js';
import { combinedHint } from './reset.js';
import { withEqualZeroBuckets } from './zero-bucket.js';

/** Two histograms in a form in which their buckets correspond. */
export interface Aligned {
  readonly a: FloatHistogram;
  readonly b: FloatHistogram;
  /** Their custom bounds differed and were cut down to the common ones. */
  readonly reconciled: boolean;
}

/** The coarser schema, the wider zero bucket, the common bounds; undefined for custom buckets with exponential ones. */
export function align(a: FloatHistogram, b: FloatHistogram): Aligned | undefined {
  if (usesCustomBuckets(a) !== usesCustomBuckets(b)) return undefined;
  if (usesCustomBuckets(a)) {
    if (hasSameBounds(a, b)) return { a, b, reconciled: false };
    const common = commonBounds(a.customValues, b.customValues);
    return { a: toBounds(a, common), b: toBounds(b, common), reconciled: true };
  }
  const [x, y] = withEqualZeroBuckets(a, b);
  const schema = Math.min(a.schema, b.schema);
  return { a: toSchema(x, schema), b: outsideZero(toSchema(y, schema)), reconciled: false };
}

function toBounds(histogram: FloatHistogram, common: readonly number[]): FloatHistogram {
  const { positive, customValues } = histogram;
  return { ...histogram, positive: mapToBounds(positive, customValues, common), customValues: common };
}

/** In a schema that is not finer. */
export function toSchema(histogram: FloatHistogram, schema: number): FloatHistogram {
  if (schema === histogram.schema || usesCustomBuckets(histogram)) return histogram;
  const reduced = (buckets: Buckets): Buckets => reduceResolution(buckets, histogram.schema, schema);
  return { ...histogram, schema, positive: reduced(histogram.positive), negative: reduced(histogram.negative) };
}

/** Buckets that lie in the zero bucket are counted there already. */
function outsideZero(histogram: FloatHistogram): FloatHistogram {
  const { schema, zeroThreshold } = histogram;
  const positive = beyondZero(histogram.positive, schema, zeroThreshold);
  return { ...histogram, positive, negative: beyondZero(histogram.negative, schema, zeroThreshold) };
}

/** What came of two histograms, compacted. */
export interface Combined {
  readonly histogram: FloatHistogram;
  readonly reconciled: boolean;
  /** One was known to be a reset, the other to be none. */
  readonly conflict: boolean;
}

export const add = (a: FloatHistogram, b: FloatHistogram): Combined | undefined => combine(a, b, 1);

/** The difference; the hint is that of a sum, so the caller says whether it is a gauge. */
export const subtract = (a: FloatHistogram, b: FloatHistogram): Combined | undefined => combine(a, b, -1);

function combine(left: FloatHistogram, right: FloatHistogram, sign: 1 | -1): Combined | undefined {
  const aligned = align(left, right);
  if (aligned === undefined) return undefined;
  const { a, b, reconciled } = aligned;
  const { hint, conflict } = combinedHint(left.hint, right.hint);
  const histogram = compacted({
    ...a,
    hint,
    zeroCount: a.zeroCount + sign * b.zeroCount,
    count: a.count + sign * b.count,
    sum: a.sum + sign * b.sum,
    positive: addBuckets(a.positive, b.positive, sign),
    negative: addBuckets(a.negative, b.negative, sign),
  });
  return { histogram, reconciled, conflict };
}

/** Every count and the sum times a factor. A negative one makes a gauge. */
export const multiply = (histogram: FloatHistogram, factor: number): FloatHistogram =>
  scaled(histogram, factor, (n) => n * factor);

/** Every count and the sum divided. Nothing is left in buckets that are divided by zero. */
export function divide(histogram: FloatHistogram, divisor: number): FloatHistogram {
  const quotient = scaled(histogram, divisor, (n) => n / divisor);
  return divisor === 0 ? { ...quotient, positive: NO_BUCKETS, negative: NO_BUCKETS } : quotient;
}

function scaled(histogram: FloatHistogram, by: number, scale: (n: number) => number): FloatHistogram {
  const buckets = ({ indices, counts }: Buckets): Buckets => ({ indices, counts: counts.map(scale) });
  return {
    ...histogram,
    hint: by < 0 ? RESET_HINT.gauge : histogram.hint,
    zeroCount: scale(histogram.zeroCount),
    count: scale(histogram.count),
    sum: scale(histogram.sum),
    positive: buckets(histogram.positive),
    negative: buckets(histogram.negative),
  };
}

export const asGauge = (histogram: FloatHistogram): FloatHistogram => ({ ...histogram, hint: RESET_HINT.gauge });
