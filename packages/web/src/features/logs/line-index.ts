import { type LogLine } from './log-line.js';

/** A stretch of time and how many lines it has. Unix nanoseconds: `from` exclusive, `to` inclusive, as `count_over_time` counts. */
export interface Bucket {
  readonly from: bigint;
  readonly to: bigint;
  readonly count: number;
  /** In the order of the list; undefined until they are fetched. */
  readonly lines?: readonly LogLine[];
}

/** Lines that one request fetches; a stretch with more is counted in smaller ones first. */
export const LEAF_LINES = 2_000;
/** Lines kept while others are looked at: about 50 MB of them with twenty fields each. */
const KEPT_LINES = 40_000;
const MS = 1_000_000n;

/**
 * Where each row of a list of any length lies in time. Rows are counted before they are fetched, so that a list of millions scrolls
 * anywhere at once, and only what is looked at is asked for.
 */
export class LineIndex {
  /** Row of the first line of each bucket. */
  readonly #starts: readonly number[];
  /** Of the lines that have been fetched, by id; made when it is first asked for. */
  #rows: ReadonlyMap<string, number> | undefined;
  readonly total: number;

  /** @param buckets in the order of the list, without gaps or overlaps. */
  constructor(readonly buckets: readonly Bucket[]) {
    const starts: number[] = [];
    let total = 0;
    for (const { count } of buckets) {
      starts.push(total);
      total += count;
    }
    this.#starts = starts;
    this.total = total;
  }

  /** The line of a row, or undefined when it is not fetched or there is no such row. */
  at(row: number): LogLine | undefined {
    const at = this.#bucketOf(row);
    return this.buckets[at]?.lines?.[row - (this.#starts[at] ?? 0)];
  }

  /** The row of a line that has been fetched; -1 for any other. */
  indexOf(id: string): number {
    this.#rows ??= new Map(
      this.buckets.flatMap(({ lines = [] }, at) =>
        lines.map((line, i): [string, number] => [line.id, (this.#starts[at] ?? 0) + i]),
      ),
    );
    return this.#rows.get(id) ?? -1;
  }

  /** Buckets that rows `first` to `last`, inclusive, need and that are not fetched. */
  missing(first: number, last: number): readonly Bucket[] {
    const found: Bucket[] = [];
    for (let at = this.#bucketOf(Math.max(0, first)); at < this.buckets.length; at++) {
      const bucket = this.buckets[at];
      if (bucket === undefined || (this.#starts[at] ?? 0) > last) break;
      if (bucket.count > 0 && bucket.lines === undefined) found.push(bucket);
    }
    return found;
  }

  /** The rows among which a line of that time stands, both inclusive; undefined when there is none. Unix nanoseconds. */
  rowsAt(ts: bigint): { readonly first: number; readonly last: number } | undefined {
    const at = this.buckets.findIndex(({ from, to }) => from < ts && ts <= to);
    const count = this.buckets[at]?.count ?? 0;
    const first = this.#starts[at] ?? 0;
    return count === 0 ? undefined : { first, last: first + count - 1 };
  }

  /** The index with the bucket that has these bounds put in others' place. */
  with(bucket: Bucket, parts: readonly Bucket[]): LineIndex {
    const at = this.buckets.findIndex(({ from, to }) => from === bucket.from && to === bucket.to);
    return at < 0 ? this : new LineIndex(this.buckets.toSpliced(at, 1, ...parts));
  }

  /** Lets lines go that lie far from the row that is looked at, so that scrolling through millions keeps memory level. */
  trimmedAround(row: number): LineIndex {
    const loaded = this.buckets.reduce((sum, { lines }) => sum + (lines?.length ?? 0), 0);
    if (loaded <= KEPT_LINES) return this;
    return new LineIndex(
      this.buckets.map((bucket, at) => {
        const start = this.#starts[at] ?? 0;
        const far = start - row > KEPT_LINES / 4 || row - (start + bucket.count) > KEPT_LINES / 4;
        return far && bucket.lines !== undefined ? { from: bucket.from, to: bucket.to, count: bucket.count } : bucket;
      }),
    );
  }

  /** The last bucket that begins at or before the row and is not empty. */
  #bucketOf(row: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Milliseconds of the smaller stretches that one with too many lines is counted in; undefined when it cannot be parted. */
export function partMs({ from, to }: Pick<Bucket, 'from' | 'to'>): number | undefined {
  const span = Number((to - from) / MS);
  if (span <= 1) return undefined;
  // Divides the natural steps of a time axis down to a millisecond without a rest.
  const parts = [50, 20, 10, 5, 2].find((count) => span % count === 0) ?? span;
  return span / parts;
}

/**
 * Buckets of a grid in the order of the list.
 * @param counts lines by the end of their bucket, Unix milliseconds; where there is none, there are no lines.
 */
export function gridBuckets(
  bounds: Pick<Bucket, 'from' | 'to'>,
  stepMs: number,
  counts: ReadonlyMap<number, number>,
  newestFirst: boolean,
): readonly Bucket[] {
  const step = BigInt(stepMs) * MS;
  const buckets: Bucket[] = [];
  for (let from = bounds.from; from < bounds.to; from += step) {
    const to = from + step;
    buckets.push({ from, to, count: counts.get(Number(to / MS)) ?? 0 });
  }
  return newestFirst ? buckets.reverse() : buckets;
}
