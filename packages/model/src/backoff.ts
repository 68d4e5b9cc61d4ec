import { durationMs, type DurationMs } from './time.js';

export interface BackoffOptions {
  /** First wait. */
  readonly initial: DurationMs;
  /** No wait is longer, jitter included. */
  readonly max: DurationMs;
  /** Uniform random in [0, 1). */
  readonly random?: () => number;
}

/** Exponential waits with full jitter in the upper half: attempt 0 waits in [initial/2, initial]. */
export function backoffDelay(attempt: number, options: BackoffOptions): DurationMs {
  const ceiling = Math.min(options.max, options.initial * 2 ** attempt);
  const random = options.random ?? Math.random;
  return durationMs(ceiling / 2 + (random() * ceiling) / 2);
}
