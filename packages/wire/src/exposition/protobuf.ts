import { err, ok, type MetricType, type Result } from '@bongsu/model';
import { MalformedProtobuf, ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../protobuf/reader.js';
import { formatFloat } from '../prometheus/float-format.js';
import { canonicalBound } from './float.js';
import type {
  ExposedExemplar,
  ExposedHistogram,
  ExpositionError,
  ExpositionHandler,
  HistogramSpan,
} from './handler.js';
import { seriesText } from './series-text.js';

export interface ProtobufExpositionOptions {
  /** Also give `_bucket`, `_sum` and `_count` of histograms that have native buckets. */
  readonly classicToo: boolean;
  /** Without it every histogram is given in its classic form only. */
  readonly native: boolean;
}

const varint = (field: number): number => (field << 3) | WIRE_VARINT;
const fixed64 = (field: number): number => (field << 3) | WIRE_FIXED64;
const bytes = (field: number): number => (field << 3) | WIRE_BYTES;

/** io.prometheus.client.MetricType */
const TYPES: readonly MetricType[] = ['counter', 'gauge', 'summary', 'unknown', 'histogram', 'gaugehistogram'];

/** Reads length-delimited `io.prometheus.client.MetricFamily` messages. Families come whole, so errors have no line. */
export function readProtobufExposition(
  body: Uint8Array,
  handler: ExpositionHandler,
  options: ProtobufExpositionOptions,
): Result<void, ExpositionError> {
  const reader = new ProtobufReader(body);
  try {
    while (reader.pos < body.length) new FamilyReader(reader, handler, options).read(reader.lengthEnd(body.length));
    return ok(undefined);
  } catch (error) {
    if (error instanceof MalformedProtobuf) return err({ line: 0, message: error.message });
    throw error;
  }
}

/** One metric as it is read. */
interface Metric {
  labels: [string, string][];
  timestampMs: number | undefined;
}

class FamilyReader {
  #name = '';
  #type: MetricType = 'counter';

  constructor(
    private readonly reader: ProtobufReader,
    private readonly handler: ExpositionHandler,
    private readonly options: ProtobufExpositionOptions,
  ) {}

  read(end: number): void {
    const { reader, handler } = this;
    const metrics: { start: number; end: number }[] = [];
    let help: string | undefined;
    let unit: string | undefined;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === bytes(1)) this.#name = reader.text(reader.lengthEnd(end));
      else if (tag === bytes(2)) help = reader.text(reader.lengthEnd(end));
      else if (tag === varint(3)) this.#type = TYPES[reader.uint32(end)] ?? 'unknown';
      else if (tag === bytes(4)) {
        const metricEnd = reader.lengthEnd(end);
        metrics.push({ start: reader.pos, end: metricEnd });
        reader.pos = metricEnd;
      } else if (tag === bytes(5)) unit = reader.text(reader.lengthEnd(end));
      else reader.skip(tag, end);
    }
    handler.metadata(this.#name, {
      type: this.#type,
      ...(help === undefined ? {} : { help }),
      ...(unit === undefined ? {} : { unit }),
    });
    for (const metric of metrics) this.#metric(metric.start, metric.end);
    reader.pos = end;
  }

  #metric(start: number, end: number): void {
    const { reader } = this;
    const metric: Metric = { labels: [], timestampMs: undefined };
    let valueTag = 0;
    let valueStart = 0;
    let valueEnd = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === bytes(1)) metric.labels.push(this.#label(reader.lengthEnd(end)));
      else if (tag === varint(6)) metric.timestampMs = this.#int64(end);
      else if (tag === bytes(2) || tag === bytes(3) || tag === bytes(4) || tag === bytes(5) || tag === bytes(7)) {
        valueTag = tag >>> 3;
        valueEnd = reader.lengthEnd(end);
        valueStart = reader.pos;
        reader.pos = valueEnd;
      } else reader.skip(tag, end);
    }
    reader.pos = valueStart;
    switch (valueTag) {
      case 2:
      case 5:
        this.#emit(metric, '', undefined, this.#gauge(valueEnd), undefined);
        break;
      case 3:
        this.#counter(metric, valueEnd);
        break;
      case 4:
        this.#summary(metric, valueEnd);
        break;
      case 7:
        this.#histogram(metric, valueEnd);
        break;
    }
  }

  #emit(
    metric: Metric,
    suffix: string,
    extra: readonly [string, string] | undefined,
    value: number,
    exemplar: ExposedExemplar | undefined,
  ): void {
    this.handler.sample(this.#series(metric, suffix, extra), value, metric.timestampMs, exemplar);
  }

  #series(metric: Metric, suffix: string, extra: readonly [string, string] | undefined): string {
    const pairs = extra === undefined ? metric.labels : [...metric.labels, extra];
    return seriesText(this.#name + suffix, pairs);
  }

  #label(end: number): [string, string] {
    const { reader } = this;
    const pair: [string, string] = ['', ''];
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === bytes(1)) pair[0] = reader.text(reader.lengthEnd(end));
      else if (tag === bytes(2)) pair[1] = reader.text(reader.lengthEnd(end));
      else reader.skip(tag, end);
    }
    return pair;
  }

  #int64(end: number): number {
    this.reader.varint64(end);
    return (this.reader.hi | 0) * 4_294_967_296 + this.reader.lo;
  }

  #uint64(end: number): number {
    this.reader.varint64(end);
    return this.reader.hi * 4_294_967_296 + this.reader.lo;
  }

  /** Zigzag, exact up to 2^53. */
  #sint64(end: number): number {
    const raw = this.#uint64(end);
    return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
  }

  #gauge(end: number): number {
    const { reader } = this;
    let value = 0;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === fixed64(1)) value = reader.double(end);
      else reader.skip(tag, end);
    }
    return value;
  }

  #counter(metric: Metric, end: number): void {
    const { reader } = this;
    let value = 0;
    let exemplar: ExposedExemplar | undefined;
    let createdMs: number | undefined;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === fixed64(1)) value = reader.double(end);
      else if (tag === bytes(2)) exemplar = this.#exemplar(reader.lengthEnd(end));
      else if (tag === bytes(3)) createdMs = this.#time(reader.lengthEnd(end));
      else reader.skip(tag, end);
    }
    this.#created(metric, createdMs);
    this.#emit(metric, '', undefined, value, exemplar);
  }

  #created(metric: Metric, createdMs: number | undefined): void {
    if (createdMs !== undefined) this.handler.created?.(this.#series(metric, '', undefined), createdMs);
  }

  #summary(metric: Metric, end: number): void {
    const { reader } = this;
    let count = 0;
    let sum = 0;
    let createdMs: number | undefined;
    const quantiles: [number, number][] = [];
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === varint(1)) count = this.#uint64(end);
      else if (tag === fixed64(2)) sum = reader.double(end);
      else if (tag === bytes(3)) {
        const inner = reader.lengthEnd(end);
        const pair: [number, number] = [0, 0];
        while (reader.pos < inner) {
          const field = reader.uint32(inner);
          if (field === fixed64(1)) pair[0] = reader.double(inner);
          else if (field === fixed64(2)) pair[1] = reader.double(inner);
          else reader.skip(field, inner);
        }
        quantiles.push(pair);
      } else if (tag === bytes(4)) createdMs = this.#time(reader.lengthEnd(end));
      else reader.skip(tag, end);
    }
    this.#created(metric, createdMs);
    this.#emit(metric, '_count', undefined, count, undefined);
    this.#emit(metric, '_sum', undefined, sum, undefined);
    for (const [q, value] of quantiles) {
      this.#emit(metric, '', ['quantile', canonicalBound(formatFloat(q))], value, undefined);
    }
  }

  #histogram(metric: Metric, end: number): void {
    const { reader } = this;
    const h = new HistogramFields();
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === varint(1)) h.count = this.#uint64(end);
      else if (tag === fixed64(2)) h.sum = reader.double(end);
      else if (tag === bytes(3)) h.buckets.push(this.#bucket(reader.lengthEnd(end)));
      else if (tag === fixed64(4)) {
        h.count = reader.double(end);
        h.isFloat = h.count > 0;
      } else if (tag === varint(5)) h.schema = this.#sint64(end);
      else if (tag === fixed64(6)) h.zeroThreshold = reader.double(end);
      else if (tag === varint(7)) h.zeroCount = this.#uint64(end);
      else if (tag === fixed64(8)) h.zeroCount = reader.double(end);
      else if (tag === bytes(9)) h.negativeSpans.push(this.#span(reader.lengthEnd(end)));
      else if (tag === bytes(12)) h.positiveSpans.push(this.#span(reader.lengthEnd(end)));
      else if (tag >>> 3 === 10) this.#packed(tag, end, (e) => h.negativeDeltas.push(this.#sint64(e)));
      else if (tag >>> 3 === 13) this.#packed(tag, end, (e) => h.positiveDeltas.push(this.#sint64(e)));
      else if (tag >>> 3 === 11) this.#packed(tag, end, (e) => h.negativeCounts.push(reader.double(e)));
      else if (tag >>> 3 === 14) this.#packed(tag, end, (e) => h.positiveCounts.push(reader.double(e)));
      else if (tag === bytes(15)) h.createdMs = this.#time(reader.lengthEnd(end));
      else if (tag === bytes(16)) h.exemplars.push(this.#exemplar(reader.lengthEnd(end)));
      else reader.skip(tag, end);
    }
    const native = this.options.native && h.isNative;
    if (native) {
      const exemplars = h.exemplars.length > 0 ? h.exemplars : h.buckets.flatMap((b) => b.exemplar ?? []);
      this.handler.histogram?.(
        this.#series(metric, '', undefined),
        h.exposed(this.#type === 'gaugehistogram'),
        metric.timestampMs,
        exemplars,
        h.createdMs,
      );
    }
    if (!native || this.options.classicToo) this.#classic(metric, h);
  }

  #classic(metric: Metric, h: HistogramFields): void {
    this.#created(metric, h.createdMs);
    this.#emit(metric, '_count', undefined, h.count, undefined);
    this.#emit(metric, '_sum', undefined, h.sum, undefined);
    for (const { bound, count, exemplar } of h.buckets) {
      this.#emit(metric, '_bucket', ['le', canonicalBound(formatFloat(bound))], count, exemplar);
    }
    if (!h.buckets.some(({ bound }) => bound === Infinity)) {
      this.#emit(metric, '_bucket', ['le', '+Inf'], h.count, undefined);
    }
  }

  #bucket(end: number): { bound: number; count: number; exemplar: ExposedExemplar | undefined } {
    const { reader } = this;
    const bucket = { bound: 0, count: 0, exemplar: undefined as ExposedExemplar | undefined };
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === varint(1)) bucket.count = this.#uint64(end);
      else if (tag === fixed64(2)) bucket.bound = reader.double(end);
      else if (tag === bytes(3)) bucket.exemplar = this.#exemplar(reader.lengthEnd(end));
      else if (tag === fixed64(4)) bucket.count = reader.double(end);
      else reader.skip(tag, end);
    }
    return bucket;
  }

  #span(end: number): HistogramSpan {
    const { reader } = this;
    const span = { offset: 0, length: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === varint(1)) span.offset = this.#sint64(end);
      else if (tag === varint(2)) span.length = reader.uint32(end);
      else reader.skip(tag, end);
    }
    return span;
  }

  /** A repeated number, packed or not. */
  #packed(tag: number, end: number, one: (end: number) => void): void {
    if ((tag & 7) !== WIRE_BYTES) {
      one(end);
      return;
    }
    const inner = this.reader.lengthEnd(end);
    while (this.reader.pos < inner) one(inner);
  }

  #exemplar(end: number): ExposedExemplar {
    const { reader } = this;
    const labels: Record<string, string> = {};
    let value = 0;
    let timestampMs: number | undefined;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === bytes(1)) {
        const [name, text] = this.#label(reader.lengthEnd(end));
        labels[name] = text;
      } else if (tag === fixed64(2)) value = reader.double(end);
      else if (tag === bytes(3)) timestampMs = this.#time(reader.lengthEnd(end));
      else reader.skip(tag, end);
    }
    return timestampMs === undefined ? { labels, value } : { labels, value, timestampMs };
  }

  /** google.protobuf.Timestamp in milliseconds. */
  #time(end: number): number {
    const { reader } = this;
    let seconds = 0;
    let nanos = 0;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === varint(1)) seconds = this.#int64(end);
      else if (tag === varint(2)) nanos = this.#int64(end);
      else reader.skip(tag, end);
    }
    return seconds * 1000 + Math.floor(nanos / 1e6);
  }
}

class HistogramFields {
  count = 0;
  sum = 0;
  schema = 0;
  zeroThreshold = 0;
  zeroCount = 0;
  isFloat = false;
  createdMs: number | undefined;
  readonly buckets: { bound: number; count: number; exemplar: ExposedExemplar | undefined }[] = [];
  readonly positiveSpans: HistogramSpan[] = [];
  readonly negativeSpans: HistogramSpan[] = [];
  readonly positiveDeltas: number[] = [];
  readonly negativeDeltas: number[] = [];
  readonly positiveCounts: number[] = [];
  readonly negativeCounts: number[] = [];
  readonly exemplars: ExposedExemplar[] = [];

  /** How Prometheus tells: spans, or a zero bucket that was meant (client_golang writes a span of no length). */
  get isNative(): boolean {
    return (
      this.positiveSpans.length > 0 || this.negativeSpans.length > 0 || this.zeroThreshold > 0 || this.zeroCount > 0
    );
  }

  exposed(isGauge: boolean): ExposedHistogram {
    const { count, sum, schema, zeroThreshold, zeroCount, isFloat, positiveSpans, negativeSpans } = this;
    return {
      count,
      sum,
      schema,
      zeroThreshold,
      zeroCount,
      positiveSpans,
      positiveCounts: isFloat ? this.positiveCounts : absolute(this.positiveDeltas),
      negativeSpans,
      negativeCounts: isFloat ? this.negativeCounts : absolute(this.negativeDeltas),
      customValues: [],
      isGauge,
      isFloat,
    };
  }
}

function absolute(deltas: readonly number[]): number[] {
  let count = 0;
  return deltas.map((delta) => (count += delta));
}
