import { FOUND_IDS, limitExceeded, type RowWriter } from '@bongsu/model';
import { LevelDetector } from '../../log-level/detect.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_VARINT } from '../../protobuf/reader.js';
import { validUtf8 } from '../../protobuf/utf8.js';
import { AnyValueText, INVALID_UTF8, writeAnyValue } from '../any-value.js';
import { AttributeRanges, AttributeWriter } from '../attributes.js';
import { SPAN_ID_PROBLEM, TRACE_ID_PROBLEM } from '../ids.js';
import type { OtlpLimits } from '../limits.js';
import { HI_PAST_INT64 } from '../time-window.js';
import type { TraceReference } from './trace-reference.js';

// Tags of the fields of opentelemetry.proto.logs.v1.LogRecord.
const TIME = (1 << 3) | WIRE_FIXED64;
const SEVERITY_NUMBER = (2 << 3) | WIRE_VARINT;
const SEVERITY_TEXT = (3 << 3) | WIRE_BYTES;
const BODY = (5 << 3) | WIRE_BYTES;
const ATTRIBUTES = (6 << 3) | WIRE_BYTES;
const DROPPED_ATTRIBUTES = (7 << 3) | WIRE_VARINT;
const FLAGS = (8 << 3) | WIRE_FIXED32;
const TRACE_ID = (9 << 3) | WIRE_BYTES;
const SPAN_ID = (10 << 3) | WIRE_BYTES;
const OBSERVED_TIME = (11 << 3) | WIRE_FIXED64;
const EVENT_NAME = (12 << 3) | WIRE_BYTES;

/** What a row needs that the record does not say. */
export interface LogRowHead {
  readonly seqLo: number;
  readonly seqHi: number;
  readonly streamLo: number;
  readonly streamHi: number;
  readonly resourceLo: number;
  readonly resourceHi: number;
  readonly service: Uint8Array;
}

/**
 * One LogRecord at a time: `scan` notes where its fields stand, `write` copies them into a row. One object a decoder:
 * nothing is allocated for a record of plain attributes.
 */
export class LogRecord {
  /** The record's time; 0 when neither it nor an observed time was sent. */
  timeLo = 0;
  timeHi = 0;
  #observedLo = 0;
  #observedHi = 0;
  #severity = 0;
  #severityTextStart = 0;
  #severityTextEnd = 0;
  #bodyStart = 0;
  #bodyEnd = 0;
  #dropped = 0;
  #flags = 0;
  #traceStart = 0;
  #traceEnd = 0;
  #spanStart = 0;
  #spanEnd = 0;
  #eventStart = 0;
  #eventEnd = 0;
  readonly #attributes = new AttributeRanges();
  readonly #value: AnyValueText;
  readonly #attributeWriter: AttributeWriter;
  readonly #level: LevelDetector;

  constructor(
    private readonly limits: OtlpLimits,
    private readonly trace: TraceReference,
    discoverLevels: boolean,
  ) {
    this.#value = new AnyValueText(limits.attributeDepth);
    this.#level = new LevelDetector(discoverLevels);
    this.#attributeWriter = new AttributeWriter(this.#value, this.#level);
  }

  /** @throws MalformedProtobuf when the bytes from the cursor to `end` are no message. The cursor then stands at `end`. */
  scan(reader: ProtobufReader, end: number): void {
    this.timeLo = this.timeHi = this.#observedLo = this.#observedHi = 0;
    this.#severity = this.#severityTextStart = this.#severityTextEnd = this.#bodyStart = this.#bodyEnd = 0;
    this.#dropped = this.#flags = this.#traceStart = this.#traceEnd = this.#spanStart = this.#spanEnd = 0;
    this.#eventStart = this.#eventEnd = 0;
    this.#attributes.clear();
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      switch (tag) {
        case TIME:
          reader.fixed64(end);
          this.timeLo = reader.lo;
          this.timeHi = reader.hi;
          break;
        case OBSERVED_TIME:
          reader.fixed64(end);
          this.#observedLo = reader.lo;
          this.#observedHi = reader.hi;
          break;
        case SEVERITY_NUMBER:
          this.#severity = reader.uint32(end);
          break;
        case SEVERITY_TEXT:
          this.#severityTextEnd = reader.lengthEnd(end);
          this.#severityTextStart = reader.pos;
          reader.pos = this.#severityTextEnd;
          break;
        case BODY:
          this.#bodyEnd = reader.lengthEnd(end);
          this.#bodyStart = reader.pos;
          reader.pos = this.#bodyEnd;
          break;
        case ATTRIBUTES: {
          const attributeEnd = reader.lengthEnd(end);
          this.#attributes.push(reader.pos, attributeEnd);
          reader.pos = attributeEnd;
          break;
        }
        case DROPPED_ATTRIBUTES:
          this.#dropped = reader.uint32(end);
          break;
        case FLAGS:
          // The highest bit is our own.
          this.#flags = reader.fixed32(end) & ~FOUND_IDS;
          break;
        case TRACE_ID:
          this.#traceEnd = reader.lengthEnd(end);
          this.#traceStart = reader.pos;
          reader.pos = this.#traceEnd;
          break;
        case SPAN_ID:
          this.#spanEnd = reader.lengthEnd(end);
          this.#spanStart = reader.pos;
          reader.pos = this.#spanEnd;
          break;
        case EVENT_NAME:
          this.#eventEnd = reader.lengthEnd(end);
          this.#eventStart = reader.pos;
          reader.pos = this.#eventEnd;
          break;
        default:
          reader.skip(tag, end);
      }
    }
    if ((this.timeLo | this.timeHi) === 0) {
      this.timeLo = this.#observedLo;
      this.timeHi = this.#observedHi;
    }
  }

  /** Why the scanned record must be refused before anything of it is written; '' when it may be good. */
  problem(reader: ProtobufReader): string {
    if (this.#attributes.count > this.limits.attributesPerRecord.value)
      return limitExceeded(this.limits.attributesPerRecord, this.#attributes.count);
    if (this.#bodyEnd - this.#bodyStart > this.limits.bodyBytes.value)
      return limitExceeded(this.limits.bodyBytes, this.#bodyEnd - this.#bodyStart);
    const traceBytes = this.#traceEnd - this.#traceStart;
    if (traceBytes !== 0 && traceBytes !== 16) return TRACE_ID_PROBLEM;
    const spanBytes = this.#spanEnd - this.#spanStart;
    if (spanBytes !== 0 && spanBytes !== 8) return SPAN_ID_PROBLEM;
    if (this.#observedHi >= HI_PAST_INT64) return 'observed_time_unix_nano is after the year 2262';
    if (
      !validUtf8(reader.buf, this.#severityTextStart, this.#severityTextEnd) ||
      !validUtf8(reader.buf, this.#eventStart, this.#eventEnd)
    )
      return INVALID_UTF8;
    return '';
  }

  /**
   * Writes the scanned record as one row in the order of LOG_ROW, after the caller has written `tenant`. Returns '' or
   * why the record must be refused; the caller then truncates the row. Moves the cursor.
   */
  write(reader: ProtobufReader, writer: RowWriter, head: LogRowHead): string {
    const { buf } = reader;
    const attributes = this.#attributes;
    writer.u64(this.timeLo, this.timeHi);
    writer.u64(head.seqLo, head.seqHi);
    writer.u64(this.#observedLo, this.#observedHi);
    writer.u64(head.streamLo, head.streamHi);
    writer.u64(head.resourceLo, head.resourceHi);
    writer.bytes(head.service, 0, head.service.length);
    // the enum ends at 24; what a byte cannot hold is no severity
    writer.u8(this.#severity > 255 ? 0 : this.#severity);
    this.#level.begin();
    const severityTextAt = writer.length;
    writer.bytes(buf, this.#severityTextStart, this.#severityTextEnd);
    this.#level.severityText(writer, severityTextAt);
    writer.bytes(buf, this.#eventStart, this.#eventEnd);
    const found = this.#writeTraceId(buf, writer);
    writer.fixed(buf, this.#spanStart, this.#spanEnd, 8);
    writer.u32(found ? this.#flags | FOUND_IDS : this.#flags);

    reader.pos = this.#bodyStart;
    const bodyAt = writer.length;
    writeAnyValue(reader, this.#bodyEnd, writer, this.#value);
    if (this.#value.problem !== '') return this.#value.problem;
    writer.u8(1);
    writer.u8(this.#value.type.charCodeAt(0));

    this.#attributeWriter.clear();
    const problem = this.#attributeWriter.writeMap(reader, writer, attributes, 0, attributes.count);
    if (problem !== '') return problem;
    this.#attributeWriter.writeTypes(writer, 0, attributes.count);
    writer.u32(this.#dropped);
    // No label of an OTLP stream names a level.
    this.#level.write(writer, undefined, this.#severity, bodyAt);
    return '';
  }

  /** Whether the id is not the record's own. */
  #writeTraceId(buf: Uint8Array, writer: RowWriter): boolean {
    for (let i = this.#traceStart; i < this.#traceEnd; i++) {
      if (buf[i] !== 0) {
        writer.raw(buf, this.#traceStart, this.#traceEnd);
        return false;
      }
    }
    const found = this.trace.inAttributes(this.#attributes) || this.trace.inBody(this.#bodyStart, this.#bodyEnd);
    if (found) writer.raw(this.trace.id, 0, 16);
    else writer.zeros(16);
    return found;
  }
}
