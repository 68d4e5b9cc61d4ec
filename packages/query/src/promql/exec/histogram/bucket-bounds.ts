/** The schema of histograms whose bounds are listed ("NHCB"); any other schema has bounds at powers of 2^(2^-schema). */
export const CUSTOM_BUCKETS = -53;

/** The upper bound of the bucket with an index; the lower bound is that of the index before. */
export type BucketBounds = (index: number) => number;

/** Exponent of the largest float. */
const MAX_EXPONENT = 1024;

export function boundsOf({
  schema,
  customValues,
}: {
  readonly schema: number;
  /** Of `CUSTOM_BUCKETS`: upper bounds of all buckets but the last. */
  readonly customValues: readonly number[];
}): BucketBounds {
  if (schema === CUSTOM_BUCKETS) {
    return (index) => (index < 0 ? -Infinity : index >= customValues.length ? Infinity : customValues[index]!);
  }
  return (index) => exponentialBound(schema, index);
}

/**
 * Bucket 0 ends at 1. The last bucket with finite observations ends at the largest float, not at 2^1024, so that the
 * next is the one for infinite observations.
 */
export function exponentialBound(schema: number, index: number): number {
  if (schema <= 0) {
    const exponent = index * 2 ** -schema;
    return exponent === MAX_EXPONENT ? Number.MAX_VALUE : 2 ** exponent;
  }
  const perPower = 2 ** schema;
  const exponent = Math.floor(index / perPower);
  const within = index - exponent * perPower;
  if (within === 0) return exponent === MAX_EXPONENT ? Number.MAX_VALUE : 2 ** exponent;
  return 2 ** (within / perPower) * 2 ** exponent;
}
