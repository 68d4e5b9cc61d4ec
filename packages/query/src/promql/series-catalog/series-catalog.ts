import type { EpochDay, Tenant } from '@bongsu/model';
import type { Matcher } from '../../lang/index.js';
import { compareLabels, LabelSet } from '../exec/label-set.js';
import { labelsFilter } from '../match-labels.js';
import { METRIC_NAME } from '../syntax/index.js';
import { metricsOfHistograms, readWrittenSeries } from './written-series.js';

/** A stored series: its fingerprint and labels with the name. */
export interface StoredSeries {
  readonly fingerprint: bigint;
  readonly labels: LabelSet;
  /** There are native histograms of it in the time that is read. */
  readonly native: boolean;
}

export interface CatalogRequest {
  readonly tenant: Tenant;
  readonly metric: string;
  /** All of them; they name the metric, too. */
  readonly matchers: readonly Matcher[];
  /** Days with samples; both inclusive. */
  readonly first: EpochDay;
  readonly last: EpochDay;
}

/** Reads a metric's series of some days, at most `limit`; the days of a series are not told. */
export type LoadCatalog = (first: EpochDay, last: EpochDay, limit: number) => Promise<readonly StoredSeries[]>;

/** Of the series held, those of one metric at most: one part in so many. */
const SHARE = 4;
/** Metrics remembered that are not held. */
const MAX_LEFT = 100_000;
/** Days one query looks at, and those of them it reads for the catalog; a longer one asks the engine. */
const MAX_DAYS = 400;
const MAX_READS = 8;
/** Answers kept for a metric until its series change. */
const MAX_ANSWERS = 64;

interface Entry {
  readonly key: string;
  readonly series: Map<bigint, { readonly one: StoredSeries; readonly days: Set<EpochDay> }>;
  /** Days that were read; a day after the catalog began needs no reading. */
  readonly read: Set<EpochDay>;
  readonly answers: Map<string, readonly StoredSeries[]>;
  /** Everything that was stored after the catalog began is here. */
  readonly isWhole: boolean;
}

/**
 * Which series metrics have, by day, in front of an engine that nobody else writes to: what is stored is told to it
 * before its sender knows. Series that were deleted may stay: they have no samples any more. The metrics not asked for
 * longest go when there are too many series.
 */
export class SeriesCatalog {
  readonly #entries = new Map<string, Entry>();
  /** Metrics whose entries went, or that have more series than their share. */
  readonly #left = new Set<string>();
  /** Metrics with native histograms, which are looked for in the engine. */
  readonly #native = new Set<string>();
  #held = 0;
  /** Days after it are known from `written` alone. */
  #storedUntil = Infinity;

  /** `maxSeries` are held at most, key `prometheus.seriesCatalog`; one takes about 1 KB. */
  constructor(private readonly maxSeries: number) {}

  /** Tells the last day there are series of, if any, before anything is written. */
  begin(newest: EpochDay | undefined): void {
    this.#storedUntil = newest ?? -Infinity;
  }

  /** Rows of `SERIES_ROW` that are stored or may be; to be called before their sender is told so. */
  written(chunks: readonly Uint8Array[]): void {
    for (const { tenant, metric, fingerprint, day, labels } of readWrittenSeries(chunks)) {
      const entry = this.#entryOf(keyOf(tenant, metric));
      if (entry === undefined) continue;
      const own = entry.series.get(fingerprint);
      if (own?.days.has(day as EpochDay)) continue;
      if (own) own.days.add(day as EpochDay);
      else this.#add(entry, madeOf(fingerprint, metric, labels), [day as EpochDay]);
      entry.answers.clear();
    }
    this.#shrink();
  }

  /** Rows of `HISTOGRAM_ROW` that are stored or may be. */
  wroteHistograms(chunks: readonly Uint8Array[]): void {
    for (const [tenant, metric] of metricsOfHistograms(chunks)) this.#native.add(keyOf(tenant, metric));
    // Too many to tell apart: everything is asked of the engine again.
    if (this.#native.size > MAX_LEFT) this.clear();
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear();
    this.#left.clear();
    this.#native.clear();
    this.#held = 0;
    this.#storedUntil = Infinity;
  }

  /** The series that match, sorted by labels; undefined where the engine is to be asked. Failures of `load` are passed on. */
  async series(request: CatalogRequest, load: LoadCatalog): Promise<readonly StoredSeries[] | undefined> {
    const { tenant, metric, first, last } = request;
    const key = keyOf(tenant, metric);
    if (last - first >= MAX_DAYS || this.#native.has(key)) return undefined;
    const entry = this.#entryOf(key) ?? this.#begin(key, false);
    if (entry.series.size > this.#most) return undefined;
    const missing = daysBetween(first, last).filter(
      (day) => !entry.read.has(day) && (!entry.isWhole || day <= this.#storedUntil),
    );
    if (missing.length > MAX_READS) return undefined;
    for (const day of missing) {
      const found = await load(day, day, this.#most);
      if (found.some(({ native }) => native)) {
        this.#native.add(key);
        return undefined;
      }
      // It went meanwhile: what was read is not kept up to date.
      if (this.#entries.get(key) !== entry) return undefined;
      if (found.length > this.#most) {
        this.#drop(entry);
        return undefined;
      }
      for (const one of found) {
        const own = entry.series.get(one.fingerprint);
        if (own) own.days.add(day);
        else this.#add(entry, one, [day]);
      }
      entry.read.add(day);
      entry.answers.clear();
    }
    const answer = this.#answer(entry, request);
    this.#use(entry);
    this.#shrink();
    return this.#native.has(key) ? undefined : answer;
  }

  get #most(): number {
    return Math.floor(this.maxSeries / SHARE);
  }

  #entryOf(key: string): Entry | undefined {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    return this.#left.has(key) || this.#storedUntil === Infinity ? undefined : this.#begin(key, true);
  }

  #begin(key: string, isWhole: boolean): Entry {
    const entry: Entry = { key, series: new Map(), read: new Set(), answers: new Map(), isWhole };
    this.#entries.set(key, entry);
    this.#held++;
    return entry;
  }

  #add(entry: Entry, one: StoredSeries, days: readonly EpochDay[]): void {
    entry.series.set(one.fingerprint, { one, days: new Set(days) });
    this.#held++;
    if (entry.series.size > this.#most && this.#entries.has(entry.key)) this.#drop(entry);
  }

  #drop(entry: Entry): void {
    if (this.#entries.get(entry.key) !== entry) return;
    this.#entries.delete(entry.key);
    this.#held -= entry.series.size + 1;
    this.#left.add(entry.key);
    if (this.#left.size > MAX_LEFT) this.clear();
  }

  #use(entry: Entry): void {
    if (this.#entries.delete(entry.key)) this.#entries.set(entry.key, entry);
  }

  #shrink(): void {
    for (const entry of this.#entries.values()) {
      if (this.#held <= this.maxSeries) return;
      this.#drop(entry);
    }
  }

  #answer(entry: Entry, { matchers, first, last }: CatalogRequest): readonly StoredSeries[] {
    const rest = matchers.filter(({ name, op }) => name !== METRIC_NAME || op !== '=');
    const key = JSON.stringify([first, last, matchers]);
    const known = entry.answers.get(key);
    if (known !== undefined) return known;
    const fits = labelsFilter(matchers.length === rest.length + 1 ? rest : matchers);
    const found: StoredSeries[] = [];
    for (const { one, days } of entry.series.values()) {
      if (isWithin(days, first, last) && fits(one.labels)) found.push(one);
    }
    found.sort((a, b) => compareLabels(a.labels, b.labels));
    if (entry.answers.size >= MAX_ANSWERS) entry.answers.clear();
    entry.answers.set(key, found);
    return found;
  }
}

const keyOf = (tenant: string, metric: string): string => `${tenant} ${metric}`;

const madeOf = (fingerprint: bigint, metric: string, labels: Iterable<readonly [string, string]>): StoredSeries => ({
  fingerprint,
  labels: LabelSet.of([...labels, [METRIC_NAME, metric]]),
  native: false,
});

function isWithin(days: ReadonlySet<EpochDay>, first: EpochDay, last: EpochDay): boolean {
  for (const day of days) if (day >= first && day <= last) return true;
  return false;
}

const daysBetween = (first: EpochDay, last: EpochDay): readonly EpochDay[] =>
  Array.from({ length: last - first + 1 }, (_, i) => (first + i) as EpochDay);
