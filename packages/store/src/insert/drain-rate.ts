import { durationMs, type DurationMs } from '@bongsu/model';

/** Weight of the newest commit in the moving average. */
const WEIGHT = 0.2;
const LEAST = durationMs(500);
const MOST = durationMs(30_000);
/** Before the first commit: what a small machine stores, in bytes per millisecond. */
const ASSUMED = 10_000;

/** How fast the engine takes bytes, and from it how long a full queue takes to empty. */
export class DrainRate {
  #bytesPerMs = ASSUMED;

  observe(bytes: number, ms: number): void {
    const rate = bytes / Math.max(ms, 0.1);
    this.#bytesPerMs += WEIGHT * (rate - this.#bytesPerMs);
  }

  /** Between half a second and half a minute. */
  timeFor(bytes: number): DurationMs {
    const ms = Math.ceil(bytes / Math.max(this.#bytesPerMs, 1));
    return durationMs(Math.min(Math.max(ms, LEAST), MOST));
  }
}
