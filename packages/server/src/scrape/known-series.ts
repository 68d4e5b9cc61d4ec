import { isDeepStrictEqual } from 'node:util';
import type { ExposedExemplar } from '@bongsu/wire/exposition';
import type { SeriesTable } from '@bongsu/wire/prometheus';
import type { ScrapedSeries } from './scraped-series.js';

/**
 * What is remembered of a series that a target shows. A body tells it what it shows and writes while it is read; whether
 * that counts is known, and told, when the scrape is over.
 */
export class KnownSeries {
  /** Numbers of the scrapes that showed it and wrote a sample of it last, were they good or not; -1 for none. */
  #shown = -1;
  #written = -1;
  /** It was counted as added. */
  #added = false;
  /** A good scrape wrote a sample of it, and it did not end since. */
  #stored = false;
  /** The last sample brought its own time. */
  #timed = false;
  /** In the table, of its generation. */
  #index = -1;
  #generation = -1;
  /** The last one that came with a sample of it. */
  #exemplar: ExposedExemplar | undefined;

  /** @param series undefined for one that a rule drops. */
  constructor(readonly series: ScrapedSeries | undefined) {}

  /** By the body of this scrape. @returns whether the same body has shown it before. */
  show(scrape: number): boolean {
    const again = this.#shown === scrape;
    this.#shown = scrape;
    return again;
  }

  /** By the body: whether the sample that is shown brings its own time. */
  bringTime(own: boolean): void {
    this.#timed = own;
  }

  /** Where it stands in the table; undefined when it has to be looked up. */
  indexIn(table: SeriesTable): number | undefined {
    return this.#generation === table.generation && this.#index >= 0 ? this.#index : undefined;
  }

  stand(index: number, table: SeriesTable): void {
    this.#index = index;
    this.#generation = table.generation;
  }

  /** By the body of this scrape: it wrote a sample. @returns whether that is the first ever. */
  write(scrape: number): boolean {
    this.#written = scrape;
    const first = !this.#added;
    this.#added = true;
    return first;
  }

  /** By the body. Without a time what was shown before is no news (tsdb/exemplar.go, `validateExemplar`). */
  isNews(exemplar: ExposedExemplar): boolean {
    const before = this.#exemplar;
    if (
      before !== undefined &&
      before.timestampMs === exemplar.timestampMs &&
      before.value === exemplar.value &&
      isDeepStrictEqual(before.labels, exemplar.labels)
    ) {
      return false;
    }
    this.#exemplar = exemplar;
    return true;
  }

  /** After a good scrape: what it wrote is stored. @returns whether it showed the series. */
  count(scrape: number): boolean {
    if (this.#shown !== scrape) return false;
    this.#stored ||= this.#written === scrape;
    return true;
  }

  /** After the scrape: it ends. @returns the series that needs a stale marker. @param timed of those with own times too. */
  end(timed: boolean): ScrapedSeries | undefined {
    if (!this.#stored) return undefined;
    this.#stored = false;
    return this.#timed && !timed ? undefined : this.series;
  }
}
