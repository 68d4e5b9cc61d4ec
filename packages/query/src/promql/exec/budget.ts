import { abortError, EvalError, tooManySamples } from './eval-error.js';

/** Points between two looks at the signal: some milliseconds of work. */
const PAUSE_AFTER = 500_000;

/** What one query may use. Long work calls `spend` as it goes, so that a query ends soon after its request does. */
export class Budget {
  #samples = 0;
  #sincePause = 0;

  constructor(
    /** Samples read plus points held, at most. */
    readonly maxSamples: number,
    readonly signal: AbortSignal | undefined,
    private readonly whole?: Budget,
  ) {}

  /** A budget for part of the work, which counts here, too, until what the part held is let go of. */
  part(): Budget {
    return new Budget(this.left, this.signal, this);
  }

  /** What this part held is no longer in memory. */
  release(): void {
    this.whole?.hold(-this.#samples);
    this.#samples = 0;
  }

  /** Samples that may still be read. */
  get left(): number {
    return this.maxSamples - this.#samples;
  }

  /** Counts samples or points that stay in memory until the query ends. */
  hold(count: number): void {
    this.#samples += count;
    this.whole?.hold(count);
    if (this.#samples > this.maxSamples) throw new EvalError(tooManySamples());
  }

  /** Counts work done; now and then lets other requests run and looks whether this one is still wanted. */
  async spend(points: number): Promise<void> {
    this.#sincePause += points;
    if (this.#sincePause < PAUSE_AFTER) return;
    this.#sincePause = 0;
    await new Promise((resolve) => setImmediate(resolve));
    this.check();
  }

  check(): void {
    if (this.signal?.aborted) throw new EvalError(abortError(this.signal));
  }
}
