import type { AcceptWindow, Decoded, Labels, MetricBatch, Millis, Tenant } from '@bongsu/model';
import {
  ClassicParts,
  CustomBucketHandler,
  readOpenMetricsText,
  readPrometheusText,
  readProtobufExposition,
  type ExposedExemplar,
  type ExposedHistogram,
  type ExpositionFormat,
  type ExpositionHandler,
} from '@bongsu/wire/exposition';
import {
  NOTHING_SAID,
  sameText,
  seriesFingerprint,
  SeriesRows,
  STALE_NAN_HI,
  STALE_NAN_LO,
  writeExemplar,
  type FamilyText,
  type SeriesTable,
} from '@bongsu/wire/prometheus';
import { isUtf8 } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import type { HistogramForms, ScrapeConfig } from './config/scrape-config.js';
import { scrapedSeries, type ScrapedSeries } from './scraped-series.js';

export interface ScrapedBody {
  readonly bytes: Buffer;
  readonly format: ExpositionFormat;
}

/** What a scrape of a target reports beside its samples. */
export interface ScrapeReport {
  readonly scraped: number;
  readonly postRelabeling: number;
  readonly added: number;
}

export interface ScrapeBodyDeps {
  readonly config: ScrapeConfig;
  readonly histograms: HistogramForms;
  /** Of the target: what its series get. */
  readonly labels: Labels;
  readonly table: SeriesTable;
  readonly tenant: Tenant;
}

interface Known {
  /** Undefined for a series that a rule drops. */
  readonly series: ScrapedSeries | undefined;
  /** Number of the scrape that showed it last; -1 for none. */
  seen: number;
  /** Number of the scrape that wrote a sample of it last, were it good or not. */
  written: number;
  /** It was counted as added. */
  added: boolean;
  /** A good scrape wrote a sample of it, and it did not end since. */
  stored: boolean;
  /** The last sample brought its own time. */
  timed: boolean;
  /** In the table, of its generation. */
  index: number;
  generation: number;
  /** The last exemplar that came with a sample of it. */
  exemplar: ExposedExemplar | undefined;
}

/** A family that a target described. */
interface DescribedFamily extends FamilyText {
  /** Number of the scrape that described it last. */
  readonly seen: number;
}

/** Scrapes for which a family is remembered after the last that described it (scrape/scrape.go, `iterDone`). */
const FAMILY_SCRAPES = 10;
/** Series that a failing target may show beyond twice those of its last good scrape (there, too). */
const SPARE_SERIES = 1000;

/** Remembers the series of one target between scrapes, and turns bodies into rows. */
export class TargetSeries {
  readonly #deps: ScrapeBodyDeps;
  readonly #known = new Map<string, Known>();
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
      if (known.seen === this.#scrape) {
        known.stored ||= known.written === this.#scrape;
        continue;
      }
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

  #end(rows: SeriesRows, known: Known, at: Millis): void {
    if (known.series === undefined || !known.stored) return;
    known.stored = false;
    if (known.timed && !this.#deps.config.trackTimestampsStaleness) return;
    if (beginSeries(rows, this.#deps, known.series) === undefined) return;
    rows.sampleHalves(at, 0, STALE_NAN_LO, STALE_NAN_HI);
  }

  #reported(rows: SeriesRows, metric: string, value: number, at: Millis): void {
    if (beginSeries(rows, this.#deps, { metric, labels: this.#deps.labels }) === undefined) return;
    rows.sample(at, 0, value);
  }
}

/** Finds or adds a series in the table and stands `rows` at it; undefined, and named, when a limit keeps it out. */
function beginSeries(
  rows: SeriesRows,
  { table, tenant }: ScrapeBodyDeps,
  { metric, labels }: { readonly metric: string; readonly labels: Labels },
): number | undefined {
  const { lo, hi } = seriesFingerprint(metric, labels);
  const known = table.find(lo, hi);
  const index = known >= 0 ? known : table.define(lo, hi, tenant, metric, labels);
  if (typeof index === 'string') {
    rows.rejections.add(index);
    return undefined;
  }
  rows.begin(index, table.metricOf(index).current, { labels: () => labels });
  return index;
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

class BodyHandler implements ExpositionHandler {
  /** Why nothing counts from some line on. */
  #broken = '';
  /** Why the scrape fails as a whole although all of it counts. */
  #exceeded = '';
  /** The family whose lines are coming in, with what was known of it before. */
  #described: { readonly family: string; readonly before: FamilyText | undefined } | undefined;
  #scraped = 0;
  #kept = 0;
  #added = 0;

  constructor(
    private readonly deps: ScrapeBodyDeps,
    private readonly known: Map<string, Known>,
    private readonly families: Map<string, DescribedFamily>,
    private readonly starts: Map<string, number>,
    private readonly rows: SeriesRows,
    private readonly at: Millis,
    private readonly attempt: number,
    private readonly format: ExpositionFormat,
  ) {}

  report(): ScrapeReport {
    return { scraped: this.#scraped, postRelabeling: this.#kept, added: this.#added };
  }

  /** '' or why the scrape fails; `unreadable` is why its body could not be read to the end, '' if it could. */
  finish(unreadable: string): string {
    this.#describe();
    return this.#broken || unreadable || this.#exceeded;
  }

  metadata(family: string, entry: Partial<FamilyText>): void {
    const before = this.families.get(family);
    if (this.#described?.family !== family) {
      this.#describe();
      this.#described = { family, before };
    }
    this.families.set(family, { ...(before ?? NOTHING_SAID), ...entry, seen: this.attempt });
  }

  /** Tells the table of a family when all its lines are there: half a text would be one more for its readers. */
  #describe(): void {
    const described = this.#described;
    if (described === undefined) return;
    this.#described = undefined;
    const { type, help, unit } = this.families.get(described.family)!;
    const said: FamilyText = { type, help, unit };
    if (sameText(described.before ?? NOTHING_SAID, said)) return;
    this.deps.table.describe(this.deps.tenant, described.family, said);
  }

  created(text: string, createdMs: number): void {
    const known = this.#find(text);
    const series = known?.series;
    if (series === undefined) return;
    this.starts.set(series.createdKey, createdMs);
  }

  sample(text: string, value: number, timestampMs: number | undefined, exemplar: ExposedExemplar | undefined): void {
    const begun = this.#begin(text, timestampMs);
    if (begun === undefined) return;
    this.rows.sample(begun.at, this.starts.get(begun.series.createdKey) ?? 0, value);
    if (exemplar === undefined || isRepeated(begun.known.exemplar, exemplar)) return;
    begun.known.exemplar = exemplar;
    this.#exemplar(exemplar, begun.at);
  }

  histogram(
    text: string,
    histogram: ExposedHistogram,
    timestampMs: number | undefined,
    exemplars: readonly ExposedExemplar[],
    createdMs: number | undefined,
  ): void {
    const begun = this.#begin(text, timestampMs);
    if (begun === undefined) return;
    writeHistogram(this.rows, begun.at, createdMs ?? 0, histogram);
    for (const exemplar of exemplars) {
      // As Prometheus: without a time nobody can tell whether it is news.
      if (exemplar.timestampMs !== undefined) this.#exemplar(exemplar, begun.at);
    }
  }

  #find(text: string): Known | undefined {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const series = scrapedSeries(text, this.deps.labels, this.deps.config, this.families, this.format);
    if (series !== undefined && 'problem' in series) {
      this.#broken ||= series.problem;
      return undefined;
    }
    const added: Known = {
      series,
      seen: -1,
      written: -1,
      added: false,
      stored: false,
      timed: false,
      index: -1,
      generation: -1,
      exemplar: undefined,
    };
    this.known.set(text, added);
    return added;
  }

  /** Counts a sample and stands the rows at its series; undefined when nothing is to be written. */
  #begin(
    text: string,
    timestampMs: number | undefined,
  ): { known: Known; series: ScrapedSeries; at: Millis } | undefined {
    // A series that may not be ends the scrape: what follows it is not counted.
    if (this.#broken !== '') return undefined;
    this.#describe();
    this.#scraped++;
    const known = this.#find(text);
    if (known === undefined) return undefined;
    const again = known.seen === this.attempt;
    known.seen = this.attempt;
    const { series } = known;
    if (series === undefined) return undefined;
    this.#kept++;
    const limit = this.deps.config.limits.samples;
    if (limit > 0 && this.#kept > limit) {
      this.#exceeded ||= `sample limit exceeded (limit: ${limit})`;
      return undefined;
    }
    const ownTime = this.deps.config.honorTimestamps ? timestampMs : undefined;
    // Of two samples of a series the first counts.
    if (again && ownTime === undefined) return undefined;
    known.timed = ownTime !== undefined;
    const at = (ownTime ?? this.at) as Millis;
    // As Prometheus: a sample too old or too new is left out, and the scrape goes on.
    if (this.rows.timeProblem(at) !== '') return undefined;
    const { table } = this.deps;
    if (known.generation !== table.generation || known.index < 0) {
      const index = beginSeries(this.rows, this.deps, series);
      if (index === undefined) return undefined;
      known.index = index;
      known.generation = table.generation;
    } else {
      this.rows.begin(known.index, table.metricOf(known.index).current, { labels: () => series.labels });
    }
    if (!known.added) this.#added++;
    known.added = true;
    known.written = this.attempt;
    return { known, series, at };
  }

  #exemplar(exemplar: ExposedExemplar, at: Millis): void {
    const source = Buffer.alloc(8);
    source.writeDoubleLE(exemplar.value);
    const pairs = Object.entries(exemplar.labels).flat();
    // One that is not taken leaves its sample, as in Prometheus.
    writeExemplar(this.rows, { timestamp: exemplar.timestampMs ?? at, source, at: 0 }, pairs);
  }
}

/** Whether a target shows again what it showed: without a time it is no news (tsdb/exemplar.go, `validateExemplar`). */
function isRepeated(before: ExposedExemplar | undefined, exemplar: ExposedExemplar): boolean {
  return (
    before !== undefined &&
    before.timestampMs === exemplar.timestampMs &&
    before.value === exemplar.value &&
    isDeepStrictEqual(before.labels, exemplar.labels)
  );
}

/** A row of HISTOGRAM_ROW. */
function writeHistogram(rows: SeriesRows, at: Millis, start: number, h: ExposedHistogram): void {
  const row = rows.histogram(at, start);
  row.f64(h.count);
  row.f64(h.sum);
  row.u8(h.schema & 255);
  row.f64(h.zeroThreshold);
  row.f64(h.zeroCount);
  for (const [spans, counts] of [
    [h.positiveSpans, h.positiveCounts],
    [h.negativeSpans, h.negativeCounts],
  ] as const) {
    row.varint(spans.length);
    for (const { offset } of spans) row.u32(offset);
    row.varint(spans.length);
    for (const { length } of spans) row.u32(length);
    row.varint(counts.length);
    for (const count of counts) row.f64(count);
  }
  row.varint(h.customValues.length);
  for (const bound of h.customValues) row.f64(bound);
  row.u8(h.isGauge ? 3 : 0);
  row.u8(h.isFloat ? 1 : 0);
}
