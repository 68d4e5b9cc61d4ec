import { limitExceeded } from '@bongsu/model';
import { abortError, EvalError } from './eval-error.js';

/** Lines between two looks at the signal: some milliseconds of work. */
const PAUSE_AFTER = 20_000;

/** What one metric query may hold in memory. Long work calls `spend` as it goes, so that a query ends with its request. */
export class Budget {
  #held = 0;
  #sincePause = 0;

  constructor(
    /** Samples and points held at once, at most (`limits.query.samples`). */
    readonly maxSamples: number,
    readonly signal: AbortSignal | undefined,
  ) {}

  /** Counts samples or points that stay in memory until the query ends. */
  hold(count: number): void {
    this.#held += count;
    if (this.#held <= this.maxSamples) return;
    const limit = { key: 'limits.query.samples', value: this.maxSamples, unit: 'samples' };
    throw new EvalError({ kind: 'limit', message: limitExceeded(limit, this.#held) });
  }

  /** Counts work done; now and then lets other requests run and looks whether this one is still wanted. */
  async spend(work: number): Promise<void> {
    this.#sincePause += work;
    if (this.#sincePause < PAUSE_AFTER) return;
    this.#sincePause = 0;
    await new Promise((resolve) => setImmediate(resolve));
    this.check();
  }

  check(): void {
    if (this.signal?.aborted) throw new EvalError(abortError(this.signal));
  }
}
