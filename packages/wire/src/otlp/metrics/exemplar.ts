import type { RowWriter, SeriesDef, TypedAttribute } from '@bongsu/model';
import { int64Number } from '../../protobuf/integers.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64 } from '../../protobuf/reader.js';
import { allZero, SPAN_ID_PROBLEM, TRACE_ID_PROBLEM } from '../ids.js';
import type { MetricFamily } from './family.js';
import type { MetricRows } from './metric-rows.js';
import type { PointLabels } from './point-labels.js';
import { RepeatedField } from '../../protobuf/repeated-field.js';

// Tags of Exemplar.
const TIME = (2 << 3) | WIRE_FIXED64;
const AS_DOUBLE = (3 << 3) | WIRE_FIXED64;
const SPAN_ID = (4 << 3) | WIRE_BYTES;
const TRACE_ID = (5 << 3) | WIRE_BYTES;
const AS_INT = (6 << 3) | WIRE_FIXED64;
const FILTERED_ATTRIBUTES = (7 << 3) | WIRE_BYTES;

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
/** Prometheus leaves the filtered attributes out when all labels together, ids included, are longer (OpenMetrics 1.0). */
const MAX_LABEL_CHARACTERS = 128;

/** Where the parts of an Exemplar lie. Reused: one object a decoder. */
class ExemplarFields {
  timeLo = 0;
  timeHi = 0;
  doubleAt = -1;
  int = 0;
  hasValue = false;
  traceStart = 0;
  traceEnd = 0;
  spanStart = 0;
  spanEnd = 0;
  readonly attributes = new RepeatedField(FILTERED_ATTRIBUTES);

  scan(reader: ProtobufReader, end: number): void {
    this.timeLo = this.timeHi = this.int = 0;
    this.doubleAt = -1;
    this.hasValue = false;
    this.traceStart = this.traceEnd = this.spanStart = this.spanEnd = 0;
    this.attributes.clear();
    while (reader.pos < end) {
      const at = reader.pos;
      const tag = reader.uint32(end);
      switch (tag) {
        case TIME:
          reader.fixed64(end);
          this.timeLo = reader.lo;
          this.timeHi = reader.hi;
          break;
        case AS_DOUBLE:
          reader.need(8, end);
          this.doubleAt = reader.pos;
          this.hasValue = true;
          reader.pos += 8;
          break;
        case AS_INT:
          reader.fixed64(end);
          this.doubleAt = -1;
          this.hasValue = true;
          this.int = int64Number(reader.lo, reader.hi);
          break;
        case TRACE_ID:
          this.traceEnd = reader.lengthEnd(end);
          this.traceStart = reader.pos;
          reader.pos = this.traceEnd;
          break;
        case SPAN_ID:
          this.spanEnd = reader.lengthEnd(end);
          this.spanStart = reader.pos;
          reader.pos = this.spanEnd;
          break;
        case FILTERED_ATTRIBUTES:
          reader.pos = reader.lengthEnd(end);
          this.attributes.add(at, reader.pos);
          break;
        default:
          reader.skip(tag, end);
      }
    }
  }

  get problem(): string {
    const traceBytes = this.traceEnd - this.traceStart;
    const spanBytes = this.spanEnd - this.spanStart;
    if (traceBytes !== 0 && traceBytes !== TRACE_ID_BYTES) return TRACE_ID_PROBLEM;
    if (spanBytes !== 0 && spanBytes !== SPAN_ID_BYTES) return SPAN_ID_PROBLEM;
    return this.hasValue ? '' : 'it has no value';
  }
}

/**
 * Writes the exemplars of a point. One that cannot be stored is left out and named in the rejections with a count of 0,
 * which OTLP calls a warning: the point itself is stored.
 */
export class ExemplarWriter {
  readonly #read = new ExemplarFields();

  constructor(
    private readonly reader: ProtobufReader,
    private readonly labels: PointLabels,
  ) {}

  /** `owner` picks the series by the exemplar's value; `head` is the row head of its metric. Moves the cursor. */
  write(
    rows: MetricRows,
    family: MetricFamily,
    exemplars: RepeatedField,
    head: Uint8Array,
    owner: (value: number) => SeriesDef,
  ): void {
    exemplars.each(this.reader, (end) => {
      this.#read.scan(this.reader, end);
      const problem = this.#read.problem || this.#writeOne(rows, head, owner);
      if (problem !== '') rows.rejections.add(family.refusal(`an exemplar is left out: ${problem}`), 0);
    });
  }

  #writeOne(rows: MetricRows, head: Uint8Array, owner: (value: number) => SeriesDef): string {
    const { reader } = this;
    const read = this.#read;
    const attributes = this.labels.attributes(reader, read.attributes);
    if (attributes === undefined) return this.labels.problem;
    const value = read.doubleAt < 0 ? read.int : reader.bytes.readDoubleLE(read.doubleAt);
    const writer = rows.exemplar(head, owner(value), read.timeLo, read.timeHi);
    if (typeof writer === 'string') return writer;
    if (read.doubleAt < 0) writer.f64(read.int);
    else writer.raw(reader.buf, read.doubleAt, read.doubleAt + 8);
    writer.fixed(reader.buf, read.traceStart, read.traceEnd, TRACE_ID_BYTES);
    writer.fixed(reader.buf, read.spanStart, read.spanEnd, SPAN_ID_BYTES);
    const hasTrace = !allZero(reader.buf, read.traceStart, read.traceEnd);
    const hasSpan = !allZero(reader.buf, read.spanStart, read.spanEnd);
    writeLabels(writer, attributes, hasTrace, hasSpan);
    return '';
  }
}

/** Names stay as sent, as in Prometheus. Of two equal names the last counts; the ids win over attributes of their names. */
function writeLabels(
  writer: RowWriter,
  attributes: readonly TypedAttribute[],
  hasTrace: boolean,
  hasSpan: boolean,
): void {
  let characters = (hasTrace ? 'trace_id'.length + 32 : 0) + (hasSpan ? 'span_id'.length + 16 : 0);
  const labels = new Map<string, string>();
  for (const { key, value } of attributes) {
    if ((hasTrace && key === 'trace_id') || (hasSpan && key === 'span_id')) continue;
    characters += codePoints(key) + codePoints(value);
    labels.set(key, value);
  }
  if (characters > MAX_LABEL_CHARACTERS) labels.clear();
  writer.varint(labels.size);
  for (const [name, value] of labels) {
    writer.text(name);
    writer.text(value);
  }
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
