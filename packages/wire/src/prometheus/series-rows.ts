import {
  type AcceptWindow,
  dayOfMillis,
  type Decoded,
  type DefUse,
  type EpochDay,
  type Labels,
  type MetricBatch,
  type Millis,
  type Rows,
  RowWriter,
  type SeriesDef,
  type Tenant,
} from '@bongsu/model';
import { Rejections } from '../otlp/rejections.js';
import type { KnownMetric, SeriesTable } from './series-table.js';

/** Where the labels of the series at hand can be had, for the few that need a definition. */
export interface LabelSource {
  /** Without `__name__` and empty values. */
  labels(): Labels;
}

/** The rows of one request or scrape in Prometheus' own model: times in ms, series of a {@link SeriesTable}. */
export class SeriesRows {
  readonly rejections = new Rejections();
  readonly #window: AcceptWindow;
  readonly #samples: RowWriter;
  readonly #uses = new Map<number, { readonly def: TableSeries; readonly days: Set<EpochDay> }>();
  #histograms: RowWriter | undefined;
  #exemplars: RowWriter | undefined;
  sampleCount = 0;
  histogramCount = 0;
  exemplarCount = 0;
  #series = -1;
  #text = 0;
  #metric: KnownMetric | undefined;
  #source: LabelSource | undefined;

  /** One at a time for a table: it makes room in it. */
  constructor(
    readonly table: SeriesTable,
    readonly tenant: Tenant,
    window: AcceptWindow,
    expectedBytes: number,
  ) {
    table.makeRoom();
    this.#window = window;
    this.#samples = new RowWriter(1024 + expectedBytes);
  }

  /** The series of the rows that follow; `text` is a place in its metric's texts. */
  begin(series: number, text: number, source: LabelSource): void {
    this.#series = series;
    this.#metric = this.table.metricOf(series);
    this.#text = text;
    this.#source = source;
  }

  /** '' or why no sample of this time is taken, in Prometheus' words first. */
  timeProblem(ts: number): string {
    const { oldest, newest } = this.#window;
    if (ts < oldest) return `too old sample: ${iso(ts)} is before ${iso(oldest)} (raise retention.metrics)`;
    if (ts > newest) return `out of bounds: ${iso(ts)} is after ${iso(newest)} (raise ingest.futureWindow)`;
    return '';
  }

  #row(writer: RowWriter, ts: number): void {
    const { table } = this;
    const series = this.#series;
    const day = dayOfMillis(ts as Millis);
    if (table.storedDay(series, this.#text) !== day) this.#use(day);
    const { rowHead } = this.#metric!;
    writer.raw(rowHead, 0, rowHead.length);
    writer.u64(table.fingerprintLo(series), table.fingerprintHi(series));
    writer.i64(ts);
  }

  #use(day: EpochDay): void {
    const known = this.#uses.get(this.#series);
    if (known !== undefined && known.def.text === this.#text) {
      known.days.add(day);
      return;
    }
    const def = new TableSeries(this.table, this.#series, this.#metric!, this.#text, this.#source!.labels());
    this.#uses.set(this.#series, { def, days: new Set(known?.days).add(day) });
  }

  /** A sample; its value is the little-endian double at `at`, bit for bit. `start` is 0 when it is unknown. */
  sampleBits(ts: number, start: number, source: Uint8Array, at: number): void {
    this.sampleCount++;
    this.#row(this.#samples, ts);
    this.#samples.raw(source, at, at + 8);
    this.#samples.i64(startBefore(ts, start));
  }

  /** As {@link sampleBits}; the payload of a NaN may be lost. */
  sample(ts: number, start: number, value: number): void {
    this.sampleCount++;
    this.#row(this.#samples, ts);
    this.#samples.f64(value);
    this.#samples.i64(startBefore(ts, start));
  }

  /** A value given by the halves of its bits, e.g. a stale marker. */
  sampleHalves(ts: number, start: number, lo: number, hi: number): void {
    this.sampleCount++;
    this.#row(this.#samples, ts);
    this.#samples.u64(lo, hi);
    this.#samples.i64(startBefore(ts, start));
  }

  /** Begins a row of HISTOGRAM_ROW; the caller writes the columns from `count` on. */
  histogram(ts: number, start: number): RowWriter {
    const writer = (this.#histograms ??= new RowWriter(16 * 1024));
    this.histogramCount++;
    this.#row(writer, ts);
    writer.i64(startBefore(ts, start));
    return writer;
  }

  /** Begins a row of EXEMPLAR_ROW; the caller writes the columns from `value` on. */
  exemplar(ts: number): RowWriter {
    const writer = (this.#exemplars ??= new RowWriter(16 * 1024));
    this.exemplarCount++;
    this.#row(writer, ts);
    return writer;
  }

  result(): Decoded<MetricBatch> {
    return {
      batch: {
        signal: 'metrics',
        tenant: this.tenant,
        samples: rowsOf(this.sampleCount, this.#samples),
        histograms: rowsOf(this.histogramCount, this.#histograms),
        exemplars: rowsOf(this.exemplarCount, this.#exemplars),
        deltas: [],
        series: Array.from(this.#uses.values(), ({ def, days }): DefUse<SeriesDef> => ({ def, days })),
      },
      rejected: this.rejections.list(),
    };
  }
}

/** A definition whose stored day lives in the table. */
class TableSeries implements SeriesDef {
  readonly fingerprint;
  readonly metric: string;
  readonly type;
  readonly unit;
  readonly help;
  readonly #table: SeriesTable;
  readonly #generation: number;
  readonly #index: number;

  constructor(
    table: SeriesTable,
    index: number,
    metric: KnownMetric,
    readonly text: number,
    readonly labels: Labels,
  ) {
    this.#table = table;
    this.#generation = table.generation;
    this.#index = index;
    this.fingerprint = { lo: table.fingerprintLo(index), hi: table.fingerprintHi(index) };
    this.metric = metric.name;
    const said = metric.texts[text]!;
    this.type = said.type;
    this.unit = said.unit;
    this.help = said.help;
  }

  get storedDay(): EpochDay | undefined {
    if (this.#generation !== this.#table.generation) return undefined;
    return this.#table.storedDay(this.#index, this.text);
  }

  set storedDay(day: EpochDay | undefined) {
    if (day !== undefined && this.#generation === this.#table.generation) {
      this.#table.markStored(this.#index, this.text, day);
    }
  }
}

/** The first millisecond that the engine's times can hold. */
const FIRST_MS = Date.UTC(1900, 0, 1);

/** A run cannot start after its sample, nor where times cannot be stored: such a start is unknown. */
const startBefore = (ts: number, start: number): number => (start > ts || start < FIRST_MS ? 0 : start);

const EMPTY = new Uint8Array(0);

const rowsOf = (count: number, writer: RowWriter | undefined): Rows => ({
  count,
  bytes: count === 0 || writer === undefined ? EMPTY : writer.view(),
});

/** JavaScript's dates end 8.64e15 ms from the epoch. */
const iso = (ms: number): string => new Date(Math.max(-8.64e15, Math.min(8.64e15, ms))).toISOString();
