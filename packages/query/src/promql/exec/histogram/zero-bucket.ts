import { exponentialBound } from './bucket-bounds.js';
import { compacted, type Buckets, type FloatHistogram } from './float-histogram.js';

/**
 * What the zero bucket would hold if it were widened to `threshold`. Where that would cut a bucket with observations
 * in two, the zero bucket becomes wide enough to take all of it.
 */
export function widerZeroBucket(
  { schema, zeroCount, zeroThreshold, positive, negative }: FloatHistogram,
  threshold: number,
): { readonly zeroCount: number; readonly zeroThreshold: number } {
  if (threshold === zeroThreshold) return { zeroCount, zeroThreshold };
  let wanted = threshold;
  for (;;) {
    const right = swallowed(positive, schema, wanted);
    const left = swallowed(negative, schema, right.threshold);
    wanted = left.threshold;
    // A threshold that grew on the left may take in more on the right.
    if (left.threshold === right.threshold) {
      return { zeroCount: zeroCount + right.count + left.count, zeroThreshold: wanted };
    }
  }
}

function swallowed({ indices, counts }: Buckets, schema: number, threshold: number) {
  let count = 0;
  for (let i = 0; i < indices.length && exponentialBound(schema, indices[i]! - 1) < threshold; i++) {
    count += counts[i]!;
    const upper = exponentialBound(schema, indices[i]!);
    if (upper > threshold) return { count, threshold: counts[i] === 0 ? threshold : upper };
  }
  return { count, threshold };
}

/** The histogram with its zero bucket at least as wide as `threshold`. */
export function withZeroBucket(histogram: FloatHistogram, threshold: number): FloatHistogram {
  if (threshold === histogram.zeroThreshold) return histogram;
  const wider = widerZeroBucket(histogram, threshold);
  const { schema } = histogram;
  const outside = ({ indices, counts }: Buckets): Buckets => ({
    indices,
    counts: counts.map((n, i) => (exponentialBound(schema, indices[i]! - 1) < wider.zeroThreshold ? 0 : n)),
  });
  return compacted({
    ...histogram,
    ...wider,
    positive: outside(histogram.positive),
    negative: outside(histogram.negative),
  });
}

/** Both histograms with zero buckets of the same width, the least that cuts no bucket of either in two. */
export function withEqualZeroBuckets(
  a: FloatHistogram,
  b: FloatHistogram,
): readonly [a: FloatHistogram, b: FloatHistogram] {
  let x = a;
  let y = b;
  while (x.zeroThreshold !== y.zeroThreshold) {
    if (x.zeroThreshold > y.zeroThreshold) y = withZeroBucket(y, x.zeroThreshold);
    else x = withZeroBucket(x, y.zeroThreshold);
  }
  return [x, y];
}
