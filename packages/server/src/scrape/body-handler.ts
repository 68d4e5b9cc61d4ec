import type { Labels, Millis, Tenant } from '@bongsu/model';
import type { ExposedExemplar, ExposedHistogram, ExpositionFormat, ExpositionHandler } from '@bongsu/wire/exposition';
import {
  NOTHING_SAID,
  sameText,
  seriesFingerprint,
  writeExemplar,
  type FamilyText,
  type SeriesRows,
  type SeriesTable,
} from '@bongsu/wire/prometheus';
import type { HistogramForms, ScrapeConfig } from './config/scrape-config.js';
import { KnownSeries } from './known-series.js';
import { scrapedSeries, type ScrapedSeries } from './scraped-series.js';

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

/** A family that a target described. */
export interface DescribedFamily extends FamilyText {
  /** Number of the scrape that described it last. */
  readonly seen: number;
}

/** Finds or adds a series in the table and stands `rows` at it; undefined, and named, when a limit keeps it out. */
export function beginSeries(
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

/** Makes rows of what one body of a target shows, and remembers its series. */
export class BodyHandler implements ExpositionHandler {
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
    private readonly known: Map<string, KnownSeries>,
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
    if (exemplar !== undefined && begun.known.isNews(exemplar)) this.#exemplar(exemplar, begun.at);
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

  #find(text: string): KnownSeries | undefined {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const series = scrapedSeries(text, this.deps.labels, this.deps.config, this.families, this.format);
    if (series !== undefined && 'problem' in series) {
      this.#broken ||= series.problem;
      return undefined;
    }
    const added = new KnownSeries(series);
    this.known.set(text, added);
    return added;
  }

  /** Counts a sample and stands the rows at its series; undefined when nothing is to be written. */
  #begin(
    text: string,
    timestampMs: number | undefined,
  ): { known: KnownSeries; series: ScrapedSeries; at: Millis } | undefined {
    // A series that may not be ends the scrape: what follows it is not counted.
    if (this.#broken !== '') return undefined;
    this.#describe();
    this.#scraped++;
    const known = this.#find(text);
    if (known === undefined) return undefined;
    const again = known.show(this.attempt);
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
    known.bringTime(ownTime !== undefined);
    const at = (ownTime ?? this.at) as Millis;
    // As Prometheus: a sample too old or too new is left out, and the scrape goes on.
    if (this.rows.timeProblem(at) !== '') return undefined;
    const { table } = this.deps;
    const index = known.indexIn(table);
    if (index === undefined) {
      const begun = beginSeries(this.rows, this.deps, series);
      if (begun === undefined) return undefined;
      known.stand(begun, table);
    } else {
      this.rows.begin(index, table.metricOf(index).current, { labels: () => series.labels });
    }
    if (known.write(this.attempt)) this.#added++;
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
