import type { SeriesDef } from '@bongsu/model';
import { uint64Number } from '../../protobuf/integers.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../../protobuf/reader.js';
import { type PointDecoder, walkPoints } from './data.js';
import type { ComponentFamily } from './family.js';
import type { MetricRows } from './metric-rows.js';
import { PointFields } from './point.js';
import type { PointSeries } from './point-series.js';
import { writeStale } from './stale.js';

// Tags of SummaryDataPoint.
const START = (2 << 3) | WIRE_FIXED64;
const TIME = (3 << 3) | WIRE_FIXED64;
const COUNT = (4 << 3) | WIRE_FIXED64;
const SUM = (5 << 3) | WIRE_FIXED64;
const QUANTILE_VALUES = (6 << 3) | WIRE_BYTES;
const ATTRIBUTES = (7 << 3) | WIRE_BYTES;
const FLAGS = (8 << 3) | WIRE_VARINT;
// Tags of SummaryDataPoint.ValueAtQuantile.
const QUANTILE = (1 << 3) | WIRE_FIXED64;
const VALUE = (2 << 3) | WIRE_FIXED64;

/** Every quantile is a series. */
const MAX_QUANTILES = 2_000;
/** Position of a double that was left out of its message; it is 0 then. */
const ABSENT = -1;
/** Summaries have no exemplars. */
const NO_FIELD = 0;

class SummaryPoint extends PointFields {
  count = 0;
  sumAt = ABSENT;
  readonly quantiles: number[] = [];
  /** Where the value of each quantile lies. */
  readonly valuesAt: number[] = [];

  constructor() {
    super(ATTRIBUTES, NO_FIELD);
  }

  scan(reader: ProtobufReader, end: number): void {
    this.clear();
    this.count = 0;
    this.sumAt = ABSENT;
    this.quantiles.length = this.valuesAt.length = 0;
    while (reader.pos < end) {
      const at = reader.pos;
      const tag = reader.uint32(end);
      switch (tag) {
        case ATTRIBUTES:
          reader.pos = reader.lengthEnd(end);
          this.attributes.add(at, reader.pos);
          break;
        case TIME:
          this.readTime(reader, end);
          break;
        case START:
          this.readStart(reader, end);
          break;
        case COUNT:
          reader.fixed64(end);
          this.count = uint64Number(reader.lo, reader.hi);
          break;
        case SUM:
          reader.need(8, end);
          this.sumAt = reader.pos;
          reader.pos += 8;
          break;
        case QUANTILE_VALUES:
          this.#quantile(reader, reader.lengthEnd(end));
          break;
        case FLAGS:
          this.flags = reader.uint32(end);
          break;
        default:
          reader.skip(tag, end);
      }
    }
  }

  #quantile(reader: ProtobufReader, end: number): void {
    let quantile = 0;
    let valueAt = ABSENT;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === QUANTILE) quantile = reader.double(end);
      else if (tag === VALUE) {
        reader.need(8, end);
        valueAt = reader.pos;
        reader.pos += 8;
      } else reader.skip(tag, end);
    }
    this.quantiles.push(quantile);
    this.valuesAt.push(valueAt);
  }
}

/** Summary: a sample of the metric for every quantile, `_sum` and `_count`. */
export class SummaryDecoder implements PointDecoder {
  #family!: ComponentFamily;
  #rows!: MetricRows;
  readonly #read = new SummaryPoint();

  constructor(
    private readonly reader: ProtobufReader,
    private readonly series: PointSeries,
  ) {}

  decode(rows: MetricRows, family: ComponentFamily, start: number, end: number): void {
    this.#rows = rows;
    this.#family = family;
    walkPoints(this.reader, start, end, this);
  }

  point(end: number): void {
    const rows = this.#rows;
    const family = this.#family;
    const read = this.#read;
    read.scan(this.reader, end);
    let problem = rows.setTime(read.timeLo, read.timeHi, read.startLo, read.startHi);
    if (read.quantiles.length > MAX_QUANTILES)
      problem = `${read.quantiles.length} quantile_values exceed the limit of ${MAX_QUANTILES}`;
    const series =
      problem === '' ? this.series.components(family, read.attributes, read.quantiles, 'quantile') : undefined;
    if (series === undefined) {
      rows.rejections.add(family.refusal(problem || this.series.problem));
      return;
    }
    if (read.noRecordedValue) {
      writeStale(rows, family, series);
      return;
    }
    for (let i = 0; i < read.quantiles.length; i++)
      this.#double(family.stepHead, series.stepSeries[i]!, read.valuesAt[i]!);
    this.#double(family.sumHead, series.sum, read.sumAt);
    rows.sample(family.countHead, series.count, read.count);
  }

  #double(head: Uint8Array, def: SeriesDef, at: number): void {
    if (at === ABSENT) this.#rows.sample(head, def, 0);
    else this.#rows.sampleBits(head, def, this.reader.buf, at);
  }
}
