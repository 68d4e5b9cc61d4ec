import { beyondZero, commonBounds, mapToBounds, reduceResolution } from './buckets.js';
import {
  hasSameBounds,
  RESET_HINT,
  usesCustomBuckets,
  type Buckets,
  type FloatHistogram,
  type ResetHint,
} from './float-histogram.js';
import { widerZeroBucket } from './zero-bucket.js';

/** Whether a counter that was `before` must have been reset to have become `histogram`. A hint spares the comparison. */
export function isReset(histogram: FloatHistogram, before: FloatHistogram): boolean {
  if (histogram.hint === RESET_HINT.reset) return true;
  if (histogram.hint === RESET_HINT.notReset) return false;
  return hasFallen(histogram, before);
}

/** Whether any count is smaller than before, hints aside. Layouts only ever become coarser without a reset. */
export function hasFallen(histogram: FloatHistogram, before: FloatHistogram): boolean {
  if (histogram.count < before.count) return true;
  if (usesCustomBuckets(histogram) !== usesCustomBuckets(before)) return true;
  if (usesCustomBuckets(histogram)) return customFallen(histogram, before);
  if (histogram.schema > before.schema || histogram.zeroThreshold < before.zeroThreshold) return true;
  const { schema, zeroThreshold } = histogram;
  const zero = widerZeroBucket(before, zeroThreshold);
  if (zero.zeroThreshold !== zeroThreshold || histogram.zeroCount < zero.zeroCount) return true;
  const comparable = (buckets: Buckets): Buckets =>
    beyondZero(reduceResolution(buckets, before.schema, schema), schema, zeroThreshold);
  return (
    bucketsFallen(histogram.positive, comparable(before.positive)) ||
    bucketsFallen(histogram.negative, comparable(before.negative))
  );
}

/** Custom buckets compare over the bounds both have. */
function customFallen(histogram: FloatHistogram, before: FloatHistogram): boolean {
  if (hasSameBounds(histogram, before)) return bucketsFallen(histogram.positive, before.positive);
  const common = commonBounds(histogram.customValues, before.customValues);
  return bucketsFallen(
    mapToBounds(histogram.positive, histogram.customValues, common),
    mapToBounds(before.positive, before.customValues, common),
  );
}

function bucketsFallen({ indices, counts }: Buckets, before: Buckets): boolean {
  let i = 0;
  return before.indices.some((index, j) => {
    while (i < indices.length && indices[i]! < index) i++;
    return indices[i] === index ? counts[i]! < before.counts[j]! : before.counts[j] !== 0;
  });
}

/** The hint of a sum of two: a gauge makes a gauge, what is not known of one is not known of both. */
export function combinedHint(a: ResetHint, b: ResetHint): { readonly hint: ResetHint; readonly conflict: boolean } {
  if (a === b) return { hint: a, conflict: false };
  if (a === RESET_HINT.gauge || b === RESET_HINT.gauge) return { hint: RESET_HINT.gauge, conflict: false };
  return { hint: RESET_HINT.unknown, conflict: a !== RESET_HINT.unknown && b !== RESET_HINT.unknown };
}
