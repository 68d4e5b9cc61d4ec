import { isUtf8 } from 'node:buffer';
import type { AcceptWindow, Decoded, MetricBatch, Millis } from '@bongsu/model';
import {
  ClassicParts,
  CustomBucketHandler,
  readOpenMetricsText,
  readPrometheusText,
  readProtobufExposition,
  type ExpositionFormat,
  type ExpositionHandler,
} from '@bongsu/wire/exposition';
import { SeriesRows, STALE_NAN_HI, STALE_NAN_LO, type FamilyText } from '@bongsu/wire/prometheus';
import {
  BodyHandler,
  beginSeries,
  type DescribedFamily,
  type ScrapeBodyDeps,
  type ScrapeReport,
} from './body-handler.js';
import type { HistogramForms } from './config/scrape-config.js';
import type { KnownSeries } from './known-series.js';

export interface ScrapedBody {
  readonly bytes: Buffer;
  readonly format: ExpositionFormat;
}

/** Scrapes for which a family is remembered after the last that described it (scrape/scrape.go, `iterDone`). */
const FAMILY_SCRAPES = 10;
/** Series that a failing target may show beyond twice those of its last good scrape (there, too). */
const SPARE_SERIES = 1000;

/** Remembers the series of one target between scrapes, and turns bodies into rows. */
export class TargetSeries {
  readonly #deps: ScrapeBodyDeps;
  readonly #known = new Map<string, KnownSeries>();
  readonly #families = new Map<string, DescribedFamily>();
  readonly #starts = new Map<string, number>();
  readonly #classicParts = new ClassicParts();
  #scrape = 0;
  /** Series of the last good scrape. */
  #lastKnown = 0;

  constructor(deps: ScrapeBodyDeps) {
    this.#deps = deps;
  }

  /** Metric families the target described last. */
  get families(): ReadonlyMap<string, FamilyText> {
    return this.#families;
  }

  /**
   * The rows of a scrape: samples of the body, stale markers of series that are gone, the report. `body` undefined is a
   * scrape that failed, and a string in the result is why this one fails: then every series ends.
   */
  rows(
    at: Millis,
    window: AcceptWindow,
    body: ScrapedBody | undefined,
    report: (problem: string, found: ScrapeReport) => readonly (readonly [metric: string, value: number])[],
  ): { batch: Decoded<MetricBatch>; problem: string; report: ScrapeReport } {
    const { table, tenant } = this.#deps;
    const attempt = ++this.#scrape;
    let rows = new SeriesRows(table, tenant, window, body?.bytes.length ?? 1024);
    let found: ScrapeReport = { scraped: 0, postRelabeling: 0, added: 0 };
    let problem = '';
    if (body !== undefined) {
      const handler = new BodyHandler(
        this.#deps,
        this.#known,
        this.#families,
        this.#starts,
        rows,
        at,
        attempt,
        body.format,
      );
      problem = handler.finish(this.#read(body, handler));
      found = handler.report();
      if (problem !== '') rows = new SeriesRows(table, tenant, window, 1024);
    }
    if (body === undefined || problem !== '') this.#endAll(rows, at);
    else this.#endOthers(rows, at);
    for (const [metric, value] of report(problem, found)) this.#reported(rows, metric, value, at);
    return { batch: rows.result(), problem, report: found };
  }

  /** After a good scrape: what it did not show ends. */
  #endOthers(rows: SeriesRows, at: Millis): void {
    for (const [text, known] of this.#known) {
      if (known.count(this.#scrape)) continue;
      this.#end(rows, known, at);
      this.#known.delete(text);
    }
    for (const [family, { seen }] of this.#families) {
      if (this.#scrape - seen > FAMILY_SCRAPES) this.#families.delete(family);
    }
    this.#lastKnown = this.#known.size;
  }

  /** After one that failed: everything ends, and is not new when it comes back. */
  #endAll(rows: SeriesRows, at: Millis): void {
    for (const known of this.#known.values()) this.#end(rows, known, at);
    if (this.#known.size > 2 * this.#lastKnown + SPARE_SERIES) this.#known.clear();
  }

  /** Stale markers for everything, when the target is gone. */
  end(at: Millis, window: AcceptWindow, reported: readonly string[]): Decoded<MetricBatch> {
    const rows = new SeriesRows(this.#deps.table, this.#deps.tenant, window, 1024);
    for (const known of this.#known.values()) this.#end(rows, known, at);
    this.#known.clear();
    for (const metric of reported) {
      if (beginSeries(rows, this.#deps, { metric, labels: this.#deps.labels }) === undefined) continue;
      rows.sampleHalves(at, 0, STALE_NAN_LO, STALE_NAN_HI);
    }
    return rows.result();
  }

  #read(body: ScrapedBody, handler: ExpositionHandler): string {
    const { histograms } = this.#deps;
    // A target that has nothing to say is well, whatever its format asks for.
    if (body.bytes.length === 0) return '';
    if (!histograms.customBuckets) return read(body, handler, histograms);
    const { classicToo } = histograms;
    const turning = new CustomBucketHandler(handler, this.#classicParts, {
      classicToo,
      gauges: body.format === 'protobuf',
    });
    const problem = read(body, turning, histograms);
    turning.end();
    return problem;
  }

  #end(rows: SeriesRows, known: KnownSeries, at: Millis): void {
    const series = known.end(this.#deps.config.trackTimestampsStaleness);
    if (series === undefined || beginSeries(rows, this.#deps, series) === undefined) return;
    rows.sampleHalves(at, 0, STALE_NAN_LO, STALE_NAN_HI);
  }

  #reported(rows: SeriesRows, metric: string, value: number, at: Millis): void {
    if (beginSeries(rows, this.#deps, { metric, labels: this.#deps.labels }) === undefined) return;
    rows.sample(at, 0, value);
  }
}

/** '' or why the body cannot be read. */
function read(
  { bytes, format }: ScrapedBody,
  handler: ExpositionHandler,
  { native, classicToo }: HistogramForms,
): string {
  if (format === 'protobuf') {
    const done = readProtobufExposition(bytes, handler, { native, classicToo });
    return done.ok ? '' : done.error.message;
  }
  if (!isUtf8(bytes)) return 'the body is not valid UTF-8';
  const text = bytes.toString('utf8');
  const done = format === 'openmetrics' ? readOpenMetricsText(text, handler) : readPrometheusText(text, handler);
  return done.ok ? '' : `line ${done.error.line}: ${done.error.message}`;
}
