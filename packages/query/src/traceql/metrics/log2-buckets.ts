/** Counts of values; those above half of a power of two and up to it form a bucket, at the exponent of that power. */
export type Log2Buckets = number[];

/** No values yet. Whole numbers have 64 bits, so exponents are 1 to 64. A typed array of this size is ten times as dear to make. */
export const noLog2Buckets = (): Log2Buckets => new Array<number>(65).fill(0);

/** The bucket of a whole number. Numbers below 2 have none. */
export function log2Bucket(value: bigint): number | undefined {
  return value < 2n ? undefined : (value - 1n).toString(2).length;
}

/**
 * The quantile of the values counted by buckets, as Tempo estimates it: rounded up to a whole value and interpolated
 * within its bucket along the exponent. 0 when there are none.
 */
export function log2Quantile(q: number, buckets: Log2Buckets): number {
  let total = 0;
  for (let exponent = 0; exponent < buckets.length; exponent++) total += buckets[exponent]!;
  if (total === 0) return 0;
  const wanted = Math.max(1, Math.ceil(q * total));
  let before = 0;
  let last = 0;
  for (let exponent = 0; exponent < buckets.length; exponent++) {
    const count = buckets[exponent]!;
    if (count === 0) continue;
    if (before + count >= wanted) return 2 ** (exponent - 1 + (wanted - before) / count);
    before += count;
    last = exponent;
  }
  return 2 ** last;
}

/** The quantile of all values, between two of them in proportion. Sorts them. */
export function exactQuantile(q: number, values: number[]): number {
  if (values.length === 0) return 0;
  values.sort((a, b) => a - b);
  const place = q * (values.length - 1);
  const low = values[Math.floor(place)]!;
  const high = values[Math.ceil(place)]!;
  return low + (high - low) * (place - Math.floor(place));
}
