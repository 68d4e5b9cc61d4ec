import type { SeriesDef } from '@bongsu/model';
import { sint32, uint64Number } from '../../protobuf/integers.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../../protobuf/reader.js';
import { STALE_NAN_HI, STALE_NAN_LO } from '../../prometheus/stale-nan.js';
import { type PointDecoder, walkPoints } from './data.js';
import type { ExemplarWriter } from './exemplar.js';
import type { SingleFamily } from './family.js';
import type { MetricRows } from './metric-rows.js';
import { NativeBuckets } from './native-buckets.js';
import { PointFields } from './point.js';
import type { PointSeries } from './point-series.js';

// Tags of ExponentialHistogramDataPoint.
const ATTRIBUTES = (1 << 3) | WIRE_BYTES;
const START = (2 << 3) | WIRE_FIXED64;
const TIME = (3 << 3) | WIRE_FIXED64;
const COUNT = (4 << 3) | WIRE_FIXED64;
const SUM = (5 << 3) | WIRE_FIXED64;
const SCALE = (6 << 3) | WIRE_VARINT;
const ZERO_COUNT = (7 << 3) | WIRE_FIXED64;
const POSITIVE = (8 << 3) | WIRE_BYTES;
const NEGATIVE = (9 << 3) | WIRE_BYTES;
const FLAGS = (10 << 3) | WIRE_VARINT;
const EXEMPLARS = (11 << 3) | WIRE_BYTES;
const ZERO_THRESHOLD = (14 << 3) | WIRE_FIXED64;

// What Prometheus' native histograms can say.
const MIN_SCALE = -4;
const MAX_SCALE = 8;
/** Prometheus' width of the zero bucket when the sender gives none. */
const DEFAULT_ZERO_THRESHOLD = 1e-128;
const RESET_UNKNOWN = 0;

/** Why delta exponential histograms are refused: there is no accumulator for native histograms. */
export const DELTA_EXPONENTIAL =
  'delta exponential histograms are not supported: use cumulative temporality (OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=cumulative)';

class ExponentialPoint extends PointFields {
  count = 0;
  /** Where the sum's double lies; -1 when it is absent. */
  sumAt = -1;
  scale = 0;
  zeroCount = 0;
  zeroThreshold = 0;
  positiveStart = 0;
  positiveEnd = 0;
  negativeStart = 0;
  negativeEnd = 0;

  constructor() {
    super(ATTRIBUTES, EXEMPLARS);
  }

  scan(reader: ProtobufReader, end: number): void {
    this.clear();
    this.count = this.scale = this.zeroCount = this.zeroThreshold = 0;
    this.sumAt = -1;
    this.positiveStart = this.positiveEnd = this.negativeStart = this.negativeEnd = 0;
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
        case SCALE:
          this.scale = sint32(reader.uint32(end));
          break;
        case ZERO_COUNT:
          reader.fixed64(end);
          this.zeroCount = uint64Number(reader.lo, reader.hi);
          break;
        case ZERO_THRESHOLD:
          this.zeroThreshold = reader.double(end);
          break;
        case POSITIVE:
          this.positiveEnd = reader.lengthEnd(end);
          this.positiveStart = reader.pos;
          reader.pos = this.positiveEnd;
          break;
        case NEGATIVE:
          this.negativeEnd = reader.lengthEnd(end);
          this.negativeStart = reader.pos;
          reader.pos = this.negativeEnd;
          break;
        case EXEMPLARS:
          reader.pos = reader.lengthEnd(end);
          this.exemplars.add(at, reader.pos);
          break;
        case FLAGS:
          this.flags = reader.uint32(end);
          break;
        default:
          reader.skip(tag, end);
      }
    }
  }
}

/**
 * Exponential histogram: a native histogram of the same scale; one finer than 8 is merged down to 8, one coarser than
 * -4 is refused. `min` and `max` have no place in Prometheus' model. A missing sum is 0, as Prometheus stores it.
 */
export class ExponentialHistogramDecoder implements PointDecoder {
  #family!: SingleFamily;
  #rows!: MetricRows;
  readonly #read = new ExponentialPoint();
  readonly #positive = new NativeBuckets();
  readonly #negative = new NativeBuckets();

  constructor(
    private readonly reader: ProtobufReader,
    private readonly series: PointSeries,
    private readonly exemplars: ExemplarWriter,
  ) {}

  /** The points must be cumulative. */
  decode(rows: MetricRows, family: SingleFamily, start: number, end: number): void {
    this.#rows = rows;
    this.#family = family;
    walkPoints(this.reader, start, end, this);
  }

  point(end: number): void {
    const rows = this.#rows;
    const family = this.#family;
    const read = this.#read;
    read.scan(this.reader, end);
    const problem = rows.setTime(read.timeLo, read.timeHi, read.startLo, read.startHi) || this.#buckets();
    const def = problem === '' ? this.series.single(family, read.attributes) : undefined;
    if (def === undefined) {
      rows.rejections.add(family.refusal(problem || this.series.problem));
      return;
    }
    this.#write(def);
    if (read.exemplars.count > 0) this.exemplars.write(rows, family, read.exemplars, family.rowHead, () => def);
  }

  #buckets(): string {
    const { scale, zeroThreshold, positiveStart, positiveEnd, negativeStart, negativeEnd } = this.#read;
    if (this.#read.noRecordedValue) {
      this.#positive.clear();
      this.#negative.clear();
      return '';
    }
    if (scale < MIN_SCALE) return `scale ${scale} is below ${MIN_SCALE}, the coarsest that can be stored`;
    if (!(zeroThreshold >= 0)) return `zero_threshold ${zeroThreshold} is not a width`;
    const scaleDown = Math.max(0, scale - MAX_SCALE);
    return (
      this.#positive.read(this.reader, positiveStart, positiveEnd, scaleDown) ||
      this.#negative.read(this.reader, negativeStart, negativeEnd, scaleDown)
    );
  }

  #write(def: SeriesDef): void {
    const { count, sumAt, scale, zeroCount, zeroThreshold, noRecordedValue } = this.#read;
    const writer = this.#rows.histogram(this.#family.rowHead, def);
    writer.f64(noRecordedValue ? 0 : count);
    // The sum tells a stale histogram.
    if (noRecordedValue) writer.u64(STALE_NAN_LO, STALE_NAN_HI);
    else if (sumAt >= 0) writer.raw(this.reader.buf, sumAt, sumAt + 8);
    else writer.f64(0);
    writer.u8(noRecordedValue ? 0 : Math.min(scale, MAX_SCALE));
    writer.f64(zeroThreshold || DEFAULT_ZERO_THRESHOLD);
    writer.f64(noRecordedValue ? 0 : zeroCount);
    this.#positive.write(writer);
    this.#negative.write(writer);
    writer.varint(0);
    writer.u8(RESET_UNKNOWN);
    writer.u8(0);
  }
}
