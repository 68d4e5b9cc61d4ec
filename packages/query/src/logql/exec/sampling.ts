import type { DurationNs, Labels, Nanos } from '@bongsu/model';
import type { LabelCategories } from './pipeline/index.js';

/** Thins out the lines of each result stream to one per interval, as Loki's `interval` parameter does. */
export class Sampling {
  readonly #last = new Map<string, Nanos>();

  constructor(readonly interval: DurationNs) {}

  /** Whether a line is taken; lines come in the order of the answer, either way. */
  takes(ts: Nanos, { stream, metadata, parsed }: LabelCategories): boolean {
    const key = JSON.stringify([stream, metadata, parsed] satisfies Labels[]);
    const last = this.#last.get(key);
    if (last !== undefined) {
      const distance = ts > last ? ts - last : last - ts;
      if (distance < this.interval) return false;
    }
    this.#last.set(key, ts);
    return true;
  }
}
