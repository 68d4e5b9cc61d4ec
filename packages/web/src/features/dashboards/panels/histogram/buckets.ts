/** How many of a field's values lie where. */
export interface Histogram {
  /** Lower bounds, ascending; each bucket ends, exclusive, where the next begins. */
  readonly lows: readonly number[];
  readonly size: number;
  /** By field, then by bucket. */
  readonly counts: readonly (readonly number[])[];
  readonly most: number;
}

/** Buckets when the panel names neither their size nor their number. */
const BUCKETS = 30;
/** More would be thinner than a pixel. */
const MOST_BUCKETS = 400;

/**
 * Counts the values of each column in buckets of one size.
 * @param wanted `size` wins over `count`, which is about how many there will be: sizes are round numbers.
 */
export function histogramOf(
  columns: readonly (readonly unknown[])[],
  wanted: { readonly size?: number | undefined; readonly count?: number | undefined; readonly offset?: number },
): Histogram | undefined {
  const numbers = columns.map((values) =>
    values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value)),
  );
  let low = Infinity;
  let high = -Infinity;
  for (const value of numbers.flat()) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low === Infinity) return undefined;
  const offset = wanted.offset ?? 0;
  const rough = (high - low) / (wanted.count !== undefined && wanted.count > 0 ? wanted.count : BUCKETS);
  const asked = wanted.size !== undefined && wanted.size > 0 ? wanted.size : roundUp(rough);
  const size = Math.max(asked, roundUp((high - low) / MOST_BUCKETS));
  const bucketOf = (value: number): number => Math.floor((value - offset) / size + 1e-9);
  const first = bucketOf(low);
  const many = bucketOf(high) - first + 1;
  const counts = numbers.map((values) => {
    const found = new Array<number>(many).fill(0);
    for (const value of values) {
      const bucket = bucketOf(value) - first;
      found[bucket] = (found[bucket] ?? 0) + 1;
    }
    return found;
  });
  const lows = Array.from({ length: many }, (_, i) => Number(((first + i) * size + offset).toPrecision(12)));
  return { lows, size, counts, most: counts.flat().reduce((a, b) => Math.max(a, b), 0) };
}

/** The next of 1, 2, 2.5 and 5 times a power of ten; 1 when all values are equal. */
function roundUp(size: number): number {
  if (!(size > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  const step = [1, 2, 2.5, 5].find((one) => one * power >= size * (1 - 1e-9)) ?? 10;
  return step * power;
}
