import {
  ADMIT_ALL,
  type EpochDay,
  type Fingerprint,
  type Labels,
  type SeriesAdmission,
  type Tenant,
} from '@bongsu/model';
import { type FamilyText, metricsOfFamily, NOTHING_SAID, sameText } from './family-text.js';
import { rowHead } from './row-head.js';
import { seriesFingerprint } from './series.js';

/** Different texts kept of one metric: two versions of an exporter, not a text that changes with every sample. */
const MAX_TEXTS = 8;
const NEVER_STORED = -0x8000_0000;
const FIRST_CAPACITY = 1024;

/** A metric of one tenant. */
export class KnownMetric {
  readonly rowHead: Uint8Array;
  /** What was said of its family; the first entry says nothing. */
  readonly texts: FamilyText[] = [NOTHING_SAID];
  /** Of `texts`: what series say that bring no text of their own. */
  current = 0;

  constructor(
    tenant: Tenant,
    readonly name: string,
  ) {
    this.rowHead = rowHead(tenant, name);
  }

  /** The place of a text in `texts`; what comes after the eighth counts as nothing said. */
  textIndex(text: FamilyText): number {
    const known = this.texts.findIndex((each) => sameText(each, text));
    if (known >= 0) return known;
    if (this.texts.length >= MAX_TEXTS) return 0;
    return this.texts.push(text) - 1;
  }
}

/**
 * Series that senders repeat, by a 64-bit hash of the bytes they are sent as: what a row needs to know of them, and
 * whether their definition is stored. 32 bytes a series, no object; labels are decoded only for a definition. (A hash
 * that two series share is as improbable as a fingerprint that two share.)
 */
export class SeriesTable {
  /** Counts how often everything was forgotten: an index is good for one generation. */
  generation = 0;
  #count = 0;
  #capacity = FIRST_CAPACITY;
  /** Index + 1 at the place of its hash or behind it; 0 is free. Twice as many places as series. */
  #places = new Uint32Array(2 * FIRST_CAPACITY);
  /** Low and high halves, as in `#fingerprints`. */
  #hashes = new Uint32Array(2 * FIRST_CAPACITY);
  #fingerprints = new Uint32Array(2 * FIRST_CAPACITY);
  #metricIndexes = new Uint32Array(FIRST_CAPACITY);
  #storedDays = new Int32Array(FIRST_CAPACITY);
  #storedTexts = new Uint8Array(FIRST_CAPACITY);
  #metrics: KnownMetric[] = [];
  readonly #metricByName = new Map<string, number>();
  /** Texts of families that came before any of their series. */
  readonly #familyTexts = new Map<string, FamilyText>();

  /** More series than `maxSeries` (or as many texts) are forgotten all at once, and defined anew when they come again. */
  constructor(
    private readonly maxSeries: number,
    private readonly admission: SeriesAdmission = ADMIT_ALL,
  ) {}

  get size(): number {
    return this.#count;
  }

  /** To be called between requests, never while indexes are held. */
  makeRoom(): void {
    if (this.#familyTexts.size > this.maxSeries) this.#familyTexts.clear();
    if (this.#count <= this.maxSeries) return;
    this.generation++;
    this.#count = 0;
    this.#places.fill(0);
    this.#metrics = [];
    this.#metricByName.clear();
  }

  /** The index of the series with this hash, or -1. */
  find(lo: number, hi: number): number {
    const mask = this.#places.length - 1;
    for (let at = lo & mask; ; at = (at + 1) & mask) {
      const index = this.#places[at]! - 1;
      if (index < 0) return -1;
      if (this.#hashes[2 * index] === lo && this.#hashes[2 * index + 1] === hi) return index;
    }
  }

  /**
   * Makes a series known by its hash, which must not be in the table yet; `labels` are without `__name__`. Returns its
   * index, or why it may not come in.
   */
  define(lo: number, hi: number, tenant: Tenant, metric: string, labels: Labels): number | string {
    const fingerprint = seriesFingerprint(metric, labels);
    const refused = this.admission.admit(tenant, [{ metric, fingerprint }]);
    return refused === '' ? this.#add(lo, hi, fingerprint, this.#metric(tenant, metric)) : refused;
  }

  #add(lo: number, hi: number, fingerprint: Fingerprint, metric: number): number {
    if (this.#count === this.#capacity) this.#grow();
    const index = this.#count++;
    this.#hashes[2 * index] = lo;
    this.#hashes[2 * index + 1] = hi;
    this.#fingerprints[2 * index] = fingerprint.lo;
    this.#fingerprints[2 * index + 1] = fingerprint.hi;
    this.#metricIndexes[index] = metric;
    this.#storedDays[index] = NEVER_STORED;
    this.#place(index);
    return index;
  }

  #place(index: number): void {
    const mask = this.#places.length - 1;
    let at = this.#hashes[2 * index]! & mask;
    while (this.#places[at] !== 0) at = (at + 1) & mask;
    this.#places[at] = index + 1;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#hashes = grown(this.#hashes, new Uint32Array(2 * this.#capacity));
    this.#fingerprints = grown(this.#fingerprints, new Uint32Array(2 * this.#capacity));
    this.#metricIndexes = grown(this.#metricIndexes, new Uint32Array(this.#capacity));
    this.#storedDays = grown(this.#storedDays, new Int32Array(this.#capacity));
    this.#storedTexts = grown(this.#storedTexts, new Uint8Array(this.#capacity));
    this.#places = new Uint32Array(2 * this.#capacity);
    for (let index = 0; index < this.#count; index++) this.#place(index);
  }

  fingerprintLo(index: number): number {
    return this.#fingerprints[2 * index]!;
  }

  fingerprintHi(index: number): number {
    return this.#fingerprints[2 * index + 1]!;
  }

  metricOf(index: number): KnownMetric {
    return this.#metrics[this.#metricIndexes[index]!]!;
  }

  /** The day the definition with this text was last stored for. */
  storedDay(index: number, text: number): EpochDay | undefined {
    const day = this.#storedDays[index]!;
    return day === NEVER_STORED || this.#storedTexts[index] !== text ? undefined : (day as EpochDay);
  }

  markStored(index: number, text: number, day: EpochDay): void {
    this.#storedDays[index] = day;
    this.#storedTexts[index] = text;
  }

  /** The number of a metric, made known if it is not. */
  #metric(tenant: Tenant, name: string): number {
    const key = keyOf(tenant, name);
    const known = this.#metricByName.get(key);
    if (known !== undefined) return known;
    const metric = new KnownMetric(tenant, name);
    const said = this.#familyTexts.get(key);
    if (said !== undefined) metric.current = metric.textIndex(said);
    const index = this.#metrics.push(metric) - 1;
    this.#metricByName.set(key, index);
    return index;
  }

  /** A family's text that comes apart from its series: their definitions carry it from their next sample on. */
  describe(tenant: Tenant, family: string, text: FamilyText): void {
    for (const name of metricsOfFamily(family, text)) {
      const key = keyOf(tenant, name);
      this.#familyTexts.set(key, text);
      const index = this.#metricByName.get(key);
      if (index === undefined) continue;
      const metric = this.#metrics[index]!;
      const known = metric.texts.length;
      const said = metric.textIndex(text);
      // Two targets may describe one family differently: a text that is known already changes nothing.
      if (said >= known) metric.current = said;
    }
  }
}

const keyOf = (tenant: Tenant, metric: string): string => `${tenant} ${metric}`;

function grown<T extends Uint32Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
