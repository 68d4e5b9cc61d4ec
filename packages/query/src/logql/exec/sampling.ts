import type { DurationNs, Nanos } from '@bongsu/model';

/**
 * Thins out the lines of an answer, whatever their streams, to such as lie an interval apart at least, as Loki's
 * `interval` parameter does (pkg/logql/engine.go, `readStreams`).
 */
export class Sampling {
  #last: Nanos | undefined;

  /** `last`: the time of the line before the first one asked about, where an answer goes on. */
  constructor(
    readonly interval: DurationNs,
    last?: Nanos,
  ) {
    this.#last = last;
  }

  /** Whether a line is taken; lines come in the order of the answer, either way. */
  takes(ts: Nanos): boolean {
    const last = this.#last;
    if (last !== undefined && (ts > last ? ts - last : last - ts) < this.interval) return false;
    this.#last = ts;
    return true;
  }
}
