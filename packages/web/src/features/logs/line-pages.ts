import { gridBuckets, LEAF_LINES, type LineIndex, partMs, type Bucket } from './line-index.js';
import { type LogLine } from './log-line.js';

/** How the lines of a stretch of time are counted and fetched. */
export interface LineReader {
  /** In the order of the list. */
  lines(bucket: Bucket, signal: AbortSignal): Promise<readonly LogLine[]>;
  /** Lines by the end of each part, Unix milliseconds. */
  counts(bucket: Bucket, partMs: number, signal: AbortSignal): Promise<ReadonlyMap<number, number>>;
  readonly newestFirst: boolean;
}

/** Requests at once: a fling over a long list must not queue a hundred of them. */
const AT_ONCE = 3;

/** Rows before and behind those that show which are fetched with them: about eight screens, a second of the wheel. */
const AHEAD = 400;

/** Fetches what the list looks at and what it will look at next, and nothing that it has scrolled past already. */
export class LinePages {
  #index: LineIndex;
  #error: unknown;
  #wanted = { first: 0, last: 0 };
  readonly #pending = new Set<string>();
  readonly #abort = new AbortController();
  readonly #listeners = new Set<() => void>();

  constructor(
    index: LineIndex,
    private readonly reader: LineReader,
  ) {
    this.#index = index;
  }

  readonly index = (): LineIndex => this.#index;
  readonly error = (): unknown => this.#error;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Rows that show, both inclusive. */
  want(first: number, last: number): void {
    this.#wanted = { first, last };
    this.#fill();
  }

  close(): void {
    this.#abort.abort();
  }

  #fill(): void {
    if (this.#abort.signal.aborted) return;
    const { first, last } = this.#wanted;
    for (const bucket of [...this.#index.missing(first, last), ...this.#index.missing(first - AHEAD, last + AHEAD)]) {
      if (this.#pending.size >= AT_ONCE) return;
      const key = `${bucket.from} ${bucket.to}`;
      if (this.#pending.has(key)) continue;
      this.#pending.add(key);
      void this.#load(bucket, key);
    }
  }

  async #load(bucket: Bucket, key: string): Promise<void> {
    const { signal } = this.#abort;
    try {
      const part = bucket.count > LEAF_LINES ? partMs(bucket) : undefined;
      const parts =
        part === undefined
          ? await this.#leaf(bucket, signal)
          : gridBuckets(bucket, part, await this.reader.counts(bucket, part, signal), this.reader.newestFirst);
      this.#index = this.#index.with(bucket, parts).trimmedAround(this.#wanted.first);
      this.#error = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
    }
    this.#pending.delete(key);
    for (const listener of this.#listeners) listener();
    // A failure waits for the next scroll rather than asking again at once.
    if (this.#error === undefined) this.#fill();
  }

  async #leaf(bucket: Bucket, signal: AbortSignal): Promise<readonly Bucket[]> {
    const lines = await this.reader.lines(bucket, signal);
    return [{ ...bucket, count: lines.length, lines }];
  }
}
