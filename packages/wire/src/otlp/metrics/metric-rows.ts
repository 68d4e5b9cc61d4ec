import {
  type Decoded,
  dayOfMillis,
  type DeltaPoint,
  type EpochDay,
  type MetricBatch,
  type Millis,
  millis,
  nanosToMillis,
  type Rows,
  RowWriter,
  type SeriesDef,
  type Tenant,
} from '@bongsu/model';
import { STALE_NAN_HI, STALE_NAN_LO } from '../../prometheus/stale-nan.js';
import type { DecodeContext } from '../context.js';
import { DayUses } from '../day-uses.js';
import { Rejections } from '../rejections.js';
import { TimeWindow } from '../time-window.js';

/** Milliseconds of an unsigned nanosecond time given by its halves, rounded down; exact. */
export function millisOfNanos(lo: number, hi: number): Millis {
  // 2^32 ns are 4294 ms and 967296 ns. The rest stays below 2^53.
  return millis(hi * 4294 + Math.floor((hi * 967_296 + lo) / 1e6));
}

/** The rows of one request, and the time of the point that is being written. */
export class MetricRows {
  readonly tenant: Tenant;
  readonly rejections = new Rejections();
  /** Time of the point, set by {@link setTime}. */
  ts: Millis = millis(0);
  /** Newest time written since it was last set to 0. */
  newest: Millis = millis(0);
  #start: Millis = millis(0);
  #day: EpochDay;
  readonly #now: Millis;
  readonly #window: TimeWindow;
  readonly #samples: RowWriter;
  readonly #deltas: DeltaPoint[] = [];
  readonly #uses = new DayUses<SeriesDef>();
  #histograms: RowWriter | undefined;
  #exemplars: RowWriter | undefined;
  #sampleCount = 0;
  #histogramCount = 0;
  #exemplarCount = 0;

  constructor(context: DecodeContext, bodyBytes: number) {
    this.tenant = context.tenant;
    this.#now = nanosToMillis(context.now);
    this.#day = dayOfMillis(this.#now);
    this.#window = new TimeWindow(context.window);
    // A row is about half as long as its point.
    this.#samples = new RowWriter(1024 + (bodyBytes >>> 1));
  }

  /** Time 0 is now, start 0 (or after the time) is unknown. Returns '' or why the point is refused. */
  setTime(timeLo: number, timeHi: number, startLo: number, startHi: number): string {
    if ((timeLo | timeHi) === 0) this.ts = this.#now;
    else {
      const problem = this.#window.problem(timeLo, timeHi, 'time_unix_nano');
      if (problem !== '') return problem;
      this.ts = millisOfNanos(timeLo, timeHi);
    }
    const start = millisOfNanos(startLo, startHi);
    this.#start = start > this.ts ? millis(0) : start;
    this.#day = dayOfMillis(this.ts);
    return '';
  }

  #begin(writer: RowWriter, head: Uint8Array, def: SeriesDef): void {
    if (this.ts > this.newest) this.newest = this.ts;
    this.#uses.use(def, this.#day);
    writer.raw(head, 0, head.length);
    writer.u64(def.fingerprint.lo, def.fingerprint.hi);
    writer.i64(this.ts);
  }

  /** `head` must be {@link rowHead} of the series' metric here and below. */
  sample(head: Uint8Array, def: SeriesDef, value: number): void {
    this.#sampleCount++;
    this.#begin(this.#samples, head, def);
    this.#samples.f64(value);
    this.#samples.i64(this.#start);
  }

  /** The value is the little-endian double at `at`, bit for bit. */
  sampleBits(head: Uint8Array, def: SeriesDef, source: Uint8Array, at: number): void {
    this.#sampleCount++;
    this.#begin(this.#samples, head, def);
    this.#samples.raw(source, at, at + 8);
    this.#samples.i64(this.#start);
  }

  stale(head: Uint8Array, def: SeriesDef): void {
    this.#sampleCount++;
    this.#begin(this.#samples, head, def);
    this.#samples.u64(STALE_NAN_LO, STALE_NAN_HI);
    this.#samples.i64(this.#start);
  }

  delta(series: SeriesDef, value: number): void {
    if (this.ts > this.newest) this.newest = this.ts;
    this.#uses.use(series, this.#day);
    this.#deltas.push({ series, ts: this.ts, start: this.#start, value });
  }

  /** Begins a row of HISTOGRAM_ROW; the caller writes the columns from `count` on. */
  histogram(head: Uint8Array, def: SeriesDef): RowWriter {
    const writer = (this.#histograms ??= new RowWriter(16 * 1024));
    this.#histogramCount++;
    this.#begin(writer, head, def);
    writer.i64(this.#start);
    return writer;
  }

  /**
   * Begins a row of EXEMPLAR_ROW at a time of its own, 0 for that of the point; the caller writes the columns from
   * `value` on. Returns why not when the time is refused.
   */
  exemplar(head: Uint8Array, def: SeriesDef, timeLo: number, timeHi: number): RowWriter | string {
    let ts = this.ts;
    if ((timeLo | timeHi) !== 0) {
      const problem = this.#window.problem(timeLo, timeHi, 'time_unix_nano of an exemplar');
      if (problem !== '') return problem;
      ts = millisOfNanos(timeLo, timeHi);
    }
    const writer = (this.#exemplars ??= new RowWriter(16 * 1024));
    this.#exemplarCount++;
    this.#uses.use(def, dayOfMillis(ts));
    writer.raw(head, 0, head.length);
    writer.u64(def.fingerprint.lo, def.fingerprint.hi);
    writer.i64(ts);
    return writer;
  }

  /** A sample that belongs to no data point of the request, its start unknown. */
  ownSample(head: Uint8Array, def: SeriesDef, ts: Millis, value: number): void {
    this.ts = ts;
    this.#start = millis(0);
    this.#day = dayOfMillis(ts);
    this.sample(head, def, value);
  }

  result(): Decoded<MetricBatch> {
    return {
      batch: {
        signal: 'metrics',
        tenant: this.tenant,
        samples: rowsOf(this.#sampleCount, this.#samples),
        histograms: rowsOf(this.#histogramCount, this.#histograms),
        exemplars: rowsOf(this.#exemplarCount, this.#exemplars),
        deltas: this.#deltas,
        series: this.#uses.list(),
      },
      rejected: this.rejections.list(),
    };
  }
}

const EMPTY = new Uint8Array(0);

const rowsOf = (count: number, writer: RowWriter | undefined): Rows => ({
  count,
  bytes: count === 0 || writer === undefined ? EMPTY : writer.view(),
});
