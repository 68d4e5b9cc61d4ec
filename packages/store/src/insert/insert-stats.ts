import type { InsertRefused } from '@bongsu/model';
import type { Signal } from '@bongsu/query/sql';
import type { EngineError } from '../engine/engine.js';

/** Upper bounds (inclusive) of the commit duration buckets, in milliseconds. */
export const COMMIT_BUCKETS_MS: readonly number[] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

export interface Histogram {
  /** Observations up to each bound of {@link COMMIT_BUCKETS_MS}, cumulative; `count` is the +Inf bucket. */
  readonly buckets: readonly number[];
  readonly count: number;
  readonly sumMs: number;
}

/** Counters since the start, and the queue as it is now. */
export interface SignalStats {
  readonly rows: number;
  readonly batches: number;
  readonly bytes: number;
  readonly sideRows: number;
  readonly commits: number;
  readonly retries: number;
  readonly rejected: number;
  readonly refused: Readonly<Record<InsertRefused['kind'], number>>;
  /** Failed engine calls by kind of error, retried ones included. */
  readonly errors: Readonly<Partial<Record<EngineError['kind'], number>>>;
  readonly queueRows: number;
  readonly queueBytes: number;
  readonly commitDuration: Histogram;
}

export type InsertStats = Readonly<Record<Signal, SignalStats>>;

/** The counters of one signal. */
export class SignalCounters {
  rows = 0;
  batches = 0;
  bytes = 0;
  sideRows = 0;
  commits = 0;
  retries = 0;
  rejected = 0;
  queueRows = 0;
  queueBytes = 0;
  readonly refused: Record<InsertRefused['kind'], number> = { overloaded: 0, stopping: 0, failed: 0 };
  readonly errors: Partial<Record<EngineError['kind'], number>> = {};
  readonly #buckets = COMMIT_BUCKETS_MS.map(() => 0);
  #sumMs = 0;

  observeCommit(ms: number): void {
    this.commits++;
    this.#sumMs += ms;
    for (const [i, bound] of COMMIT_BUCKETS_MS.entries()) if (ms <= bound) this.#buckets[i]!++;
  }

  observeError(error: EngineError): void {
    this.errors[error.kind] = (this.errors[error.kind] ?? 0) + 1;
  }

  snapshot(): SignalStats {
    return {
      rows: this.rows,
      batches: this.batches,
      bytes: this.bytes,
      sideRows: this.sideRows,
      commits: this.commits,
      retries: this.retries,
      rejected: this.rejected,
      refused: { ...this.refused },
      errors: { ...this.errors },
      queueRows: this.queueRows,
      queueBytes: this.queueBytes,
      commitDuration: { buckets: [...this.#buckets], count: this.commits, sumMs: this.#sumMs },
    };
  }
}
