import { randomUUID } from 'node:crypto';
import {
  backoffDelay,
  durationMs,
  err,
  ok,
  type Batch,
  type Clock,
  type Committed,
  type DurationMs,
  type InsertRefused,
  type MetricBatch,
  type Rejection,
  type Result,
  type RowLayout,
} from '@bongsu/model';
import { SAMPLES } from '@bongsu/query/sql';
import type { Engine, EngineError } from '../engine/engine.js';
import { isTransient } from '../engine/error-kind.js';
import { planCommit } from './commit-plan.js';
import type { DeltaOutcome, DeltaSums } from './delta-sums.js';
import type { SignalCounters } from './insert-stats.js';

export interface CommitterOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly deltaSums: DeltaSums;
  readonly counters: SignalCounters;
  /** Tries of one insert, the first included. */
  readonly attempts: number;
  /** When to come again after a failure. */
  retryAfter(): DurationMs;
}

export type CommitOutcome = Result<Committed, InsertRefused>;

const RETRY = { initial: durationMs(50), max: durationMs(2000) };
/** Space is freed by people and by retention, not within milliseconds. */
const DISK_RETRY_AFTER = durationMs(10_000);
const NO_DELTAS: DeltaOutcome = { bytes: new Uint8Array(0), rows: 0, rejected: [], commit: () => undefined };

interface Insertion {
  readonly table: string;
  readonly layout: RowLayout;
  readonly chunks: readonly Uint8Array[];
  readonly rows: number;
}

/** A commit that failed: what went wrong and which tables have their rows all the same. */
interface Failure {
  readonly error: EngineError;
  readonly stored: ReadonlySet<string>;
}

/** Stores batches of one signal as a group. */
export class Committer {
  readonly #options: CommitterOptions;
  /** Ends when the last commit with deltas has ended: their totals build on each other. */
  #deltaTurn: Promise<unknown> = Promise.resolve();

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  /** Outcomes in the order of the batches. Never rejects for an expected failure. */
  async commit(batches: readonly Batch[]): Promise<readonly CommitOutcome[]> {
    const started = this.#options.clock.monotonic();
    const outcomes = batches.some((b) => b.signal === 'metrics' && b.deltas.length > 0)
      ? await this.#inDeltaTurn(() => this.#commitGroup(batches))
      : await this.#commitGroup(batches);
    this.#options.counters.observeCommit(this.#options.clock.monotonic() - started);
    return outcomes;
  }

  #inDeltaTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#deltaTurn.then(work);
    this.#deltaTurn = turn.catch(() => undefined);
    return turn;
  }

  async #commitGroup(batches: readonly Batch[]): Promise<readonly CommitOutcome[]> {
    const stored = await this.#store(batches, new Set());
    if (stored.ok) return stored.value.map((rejected) => ok({ rejected }));
    if (stored.error.error.kind !== 'statement' || batches.length === 1) {
      const refused = err(this.#refusal(stored.error.error));
      return batches.map(() => refused);
    }
    // Rows the engine cannot read came from one of them: the others must not suffer for it.
    const outcomes: CommitOutcome[] = [];
    for (const batch of batches) {
      const alone = await this.#store([batch], stored.error.stored);
      outcomes.push(alone.ok ? ok({ rejected: alone.value[0] ?? [] }) : err(this.#refusal(alone.error.error)));
    }
    return outcomes;
  }

  /** Rejections per batch. Tables in `skip` have the rows already. */
  async #store(
    batches: readonly Batch[],
    skip: ReadonlySet<string>,
  ): Promise<Result<readonly (readonly Rejection[])[], Failure>> {
    const metrics = batches.filter((b): b is MetricBatch => b.signal === 'metrics');
    let deltas = NO_DELTAS;
    if (!skip.has(SAMPLES.name) && metrics.some((b) => b.deltas.length > 0)) {
      const applied = await this.#options.deltaSums.apply(metrics);
      if (!applied.ok) return err({ error: applied.error, stored: skip });
      deltas = applied.value;
    }
    const plan = planCommit(batches, { count: deltas.rows, bytes: deltas.bytes });
    const token = randomUUID();
    const stored = new Set(skip);

    const sides = await Promise.all(
      plan.sides.map(async (side) => {
        const { table, layout, count } = side;
        const done = await this.#insert({ table, layout, chunks: [side.bytes()], rows: count }, token);
        if (done.ok) {
          side.markStored();
          this.#options.counters.sideRows += count;
        }
        return done;
      }),
    );
    for (const done of sides) if (!done.ok) return err({ error: done.error, stored });

    const tables = await Promise.all(
      plan.tables
        .filter(({ table }) => !skip.has(table))
        .map(async (rows) => {
          const done = await this.#insert(rows, token);
          if (done.ok) {
            stored.add(rows.table);
            if (rows.table === SAMPLES.name) deltas.commit();
          }
          return done;
        }),
    );
    for (const done of tables) if (!done.ok) return err({ error: done.error, stored });
    return ok(batches.map((_, i) => deltas.rejected[i] ?? []));
  }

  /** One insert, repeated with the same token while the error may pass: nothing is stored twice. */
  async #insert(rows: Insertion, token: string): Promise<Result<void, EngineError>> {
    const { engine, counters, attempts } = this.#options;
    for (let attempt = 0; ; attempt++) {
      const done = await engine.insert({ ...rows, deduplicationToken: `${token}-${rows.table}` });
      if (done.ok) return done;
      counters.observeError(done.error);
      if (!isTransient(done.error) || attempt + 1 >= attempts) return done;
      counters.retries++;
      await new Promise((resolve) => setTimeout(resolve, backoffDelay(attempt, RETRY)));
    }
  }

  #refusal(error: EngineError): InsertRefused {
    if (error.kind === 'disk') {
      return { kind: 'failed', message: `not stored: ${error.message}`, retryAfter: DISK_RETRY_AFTER };
    }
    return {
      kind: 'failed',
      message: `not stored: the engine answered ${error.message}`,
      retryAfter: this.#options.retryAfter(),
    };
  }
}
