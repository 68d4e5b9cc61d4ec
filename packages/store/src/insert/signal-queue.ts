import type { Batch, Clock, DurationMs } from '@bongsu/model';
import { sizeOf } from './commit-plan.js';
import type { CommitOutcome, Committer } from './committer.js';
import type { DrainRate } from './drain-rate.js';
import type { SignalCounters } from './insert-stats.js';

/** When a group of batches is closed and stored. */
export interface GroupOptions {
  /** A group is not held open longer than this. */
  readonly maxAge: DurationMs;
  readonly maxRows: number;
  readonly maxBytes: number;
  /**
   * Least time between the starts of two small commits: each makes a part that must be merged. A group that comes
   * after a longer pause is stored at once.
   */
  readonly spacing: DurationMs;
}

interface Waiting {
  readonly batch: Batch;
  readonly rows: number;
  readonly bytes: number;
  readonly resolve: (outcome: CommitOutcome) => void;
  readonly reject: (bug: unknown) => void;
}

/** Commits of one signal at a time; a second one only for a group that is full or old. */
const CONCURRENT = 2;

/**
 * Who was just answered sends again at once: a group right behind a commit waits so long for them, and not longer than
 * a part of what that commit took. Without it two senders take turns, each with commits of its own.
 */
const GATHER_MS = 20;
const GATHER_PART = 3;

/** Groups the batches of one signal while the engine is busy with the group before. */
export class SignalQueue {
  readonly #committer: Committer;
  readonly #counters: SignalCounters;
  readonly #options: GroupOptions;
  readonly #clock: Clock;
  readonly #drainRate: DrainRate;
  #open: Waiting[] = [];
  #openRows = 0;
  #openBytes = 0;
  #openedAt = 0;
  #lastStart = -Infinity;
  #lastRows = 0;
  #lastEnd = -Infinity;
  #lastTook = 0;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #draining = false;
  #idle: (() => void)[] = [];

  constructor(
    committer: Committer,
    counters: SignalCounters,
    options: GroupOptions,
    clock: Clock,
    drainRate: DrainRate,
  ) {
    this.#committer = committer;
    this.#counters = counters;
    this.#options = options;
    this.#clock = clock;
    this.#drainRate = drainRate;
  }

  append(batch: Batch): Promise<CommitOutcome> {
    const { rows, bytes } = sizeOf(batch);
    this.#counters.queueRows += rows;
    this.#counters.queueBytes += bytes;
    return new Promise((resolve, reject) => {
      if (this.#open.length === 0) this.#openedAt = this.#clock.monotonic();
      this.#open.push({ batch, rows, bytes, resolve, reject });
      this.#openRows += rows;
      this.#openBytes += bytes;
      // After this turn of the event loop: requests that were read together go together.
      this.#immediate ??= setImmediate(() => {
        this.#immediate = undefined;
        this.#advance();
      });
    });
  }

  /** Resolves when all that was appended before is stored or refused. */
  async drain(): Promise<void> {
    if (this.#open.length === 0 && this.#running === 0) return;
    this.#draining = true;
    this.#advance();
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Starts the open group if its time has come, else sets the timer for it. */
  #advance(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#open.length > 0) {
      const wait = this.#wait();
      if (wait > 0) {
        if (Number.isFinite(wait)) this.#timer = setTimeout(() => this.#advance(), wait);
        return;
      }
      this.#start();
    }
    if (this.#running === 0) {
      this.#draining = false;
      for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  /** Milliseconds until the open group may start; Infinity when the end of a commit will tell. */
  #wait(): number {
    const { maxAge, maxRows, maxBytes, spacing } = this.#options;
    if (this.#running >= CONCURRENT) return Infinity;
    const full = this.#openRows >= maxRows || this.#openBytes >= maxBytes;
    if (full || this.#draining) return 0;
    const now = this.#clock.monotonic();
    // Rounded up: a timer that fires a fraction early must not spin.
    if (this.#running > 0) return Math.max(0, Math.ceil(this.#openedAt + maxAge - now));
    const small = this.#lastRows < maxRows / 10;
    if (small) return Math.max(0, Math.ceil(this.#lastStart + Math.min(spacing, maxAge) - now));
    return Math.max(0, Math.ceil(this.#lastEnd + Math.min(GATHER_MS, this.#lastTook / GATHER_PART) - now));
  }

  #start(): void {
    const group = this.#take();
    this.#running++;
    this.#lastStart = this.#clock.monotonic();
    this.#lastRows = group.reduce((sum, w) => sum + w.rows, 0);
    void this.#commit(group);
  }

  /** The oldest batches of the open group, up to its limits; at least one. */
  #take(): Waiting[] {
    let rows = 0;
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#open) {
      if (
        count > 0 &&
        (rows + waiting.rows > this.#options.maxRows || bytes + waiting.bytes > this.#options.maxBytes)
      ) {
        break;
      }
      rows += waiting.rows;
      bytes += waiting.bytes;
      count++;
    }
    const group = this.#open.splice(0, count);
    this.#openRows -= rows;
    this.#openBytes -= bytes;
    this.#openedAt = this.#clock.monotonic();
    return group;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const started = this.#clock.monotonic();
    const bytes = group.reduce((sum, w) => sum + w.bytes, 0);
    try {
      const outcomes = await this.#committer.commit(group.map((w) => w.batch));
      if (outcomes.every((o) => o.ok)) this.#drainRate.observe(bytes, this.#clock.monotonic() - started);
      for (const [i, waiting] of group.entries()) this.#settle(waiting, outcomes[i]!);
    } catch (bug) {
      for (const waiting of group) waiting.reject(bug);
    } finally {
      this.#counters.queueRows -= group.reduce((sum, w) => sum + w.rows, 0);
      this.#counters.queueBytes -= bytes;
      this.#running--;
      this.#lastEnd = this.#clock.monotonic();
      this.#lastTook = this.#lastEnd - started;
      this.#advance();
    }
  }

  #settle(waiting: Waiting, outcome: CommitOutcome): void {
    if (outcome.ok) {
      this.#counters.batches++;
      this.#counters.rows += waiting.rows;
      this.#counters.bytes += waiting.bytes;
      this.#counters.rejected += outcome.value.rejected.reduce((sum, r) => sum + r.count, 0);
    } else {
      this.#counters.refused[outcome.error.kind]++;
    }
    waiting.resolve(outcome);
  }
}
