import { millis, type Millis } from '@bongsu/model';
import type { MetricRows } from './metric-rows.js';
import type { ResourceLabels } from './resource-labels.js';

/**
 * Gives every resource of a request that has something to tell one `target_info` sample of value 1, at the newest time
 * stored for it. Long-lived resources send often enough that queries always find one.
 */
export class TargetInfoSamples {
  readonly #newest = new Map<ResourceLabels, Millis>();
  #current: ResourceLabels | undefined;

  constructor(private readonly rows: MetricRows) {}

  /** The points from here on belong to `resource`. */
  begin(resource: ResourceLabels): void {
    this.#settle();
    this.#current = resource;
    this.rows.newest = this.#newest.get(resource) ?? millis(0);
  }

  #settle(): void {
    if (this.#current?.targetInfo !== undefined && this.rows.newest > 0)
      this.#newest.set(this.#current, this.rows.newest);
  }

  /** Writes the samples; once, after all points. */
  write(): void {
    this.#settle();
    for (const [{ targetInfo }, ts] of this.#newest) {
      if (targetInfo !== undefined) this.rows.ownSample(targetInfo.rowHead, targetInfo.def, ts, 1);
    }
  }
}
