import type { MetricFamily } from './family.js';

/** Series with long labels count more, so that the bound is one on memory: one unit per so many bytes of key. */
const BYTES_PER_WEIGHT = 512;

/** What a series known by `key` adds to the cache when it has `parts` definitions. */
export const weightOf = (key: string, parts: number): number => parts + Math.floor(key.length / BYTES_PER_WEIGHT);

/**
 * The metric families of the senders, each with its known series. When all together hold more than `maxSeries`, the
 * families that were not sent for longest are forgotten; their series are defined anew when they come again.
 */
export class SeriesCache {
  readonly #families = new Map<string, MetricFamily>();
  #weight = 0;

  constructor(private readonly maxSeries: number) {}

  /** Series held, long ones counted more than once. */
  get weight(): number {
    return this.#weight;
  }

  get(key: string): MetricFamily | undefined {
    const family = this.#families.get(key);
    if (family === undefined) return undefined;
    this.#families.delete(key);
    this.#families.set(key, family);
    return family;
  }

  /** `key` must not be in the cache. */
  add(key: string, family: MetricFamily): void {
    this.#families.set(key, family);
    this.grow(family, weightOf(key, 1));
  }

  /** To be called when series were added to the family that was last got or added. */
  grow(family: MetricFamily, weight: number): void {
    family.weight += weight;
    this.#weight += weight;
    if (this.#weight <= this.maxSeries) return;
    for (const [key, oldest] of this.#families) {
      if (this.#weight <= this.maxSeries) return;
      this.#weight -= oldest.weight;
      oldest.weight = 0;
      oldest.series.clear();
      // It is being filled: it stays, empty.
      if (oldest !== family) this.#families.delete(key);
    }
  }
}
