import { limitExceeded, type RowWriter } from '@bongsu/model';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_VARINT } from '../../protobuf/reader.js';
import { validUtf8 } from '../../protobuf/utf8.js';
import { INVALID_UTF8 } from '../any-value.js';
import { AttributeRanges, type AttributeWriter } from '../attributes.js';
import { SPAN_ID_PROBLEM, TRACE_ID_PROBLEM } from '../ids.js';
import type { OtlpLimits } from '../limits.js';
import { HI_PAST_INT64 } from '../time-window.js';

// Tags of the fields of Span.Event and Span.Link; where both have a field of the same number and type the names are joined.
const EVENT_TIME = (1 << 3) | WIRE_FIXED64;
const EVENT_NAME = (2 << 3) | WIRE_BYTES;
const EVENT_ATTRIBUTES = (3 << 3) | WIRE_BYTES;
const EVENT_DROPPED = (4 << 3) | WIRE_VARINT;
const LINK_TRACE_ID = (1 << 3) | WIRE_BYTES;
const LINK_SPAN_ID = (2 << 3) | WIRE_BYTES;
const LINK_TRACE_STATE = (3 << 3) | WIRE_BYTES;
const LINK_ATTRIBUTES = (4 << 3) | WIRE_BYTES;
const LINK_DROPPED = (5 << 3) | WIRE_VARINT;
const LINK_FLAGS = (6 << 3) | WIRE_FIXED32;

/** Where the attributes of many events or links stand: those of item `i` are `[ends[i - 1], ends[i])`. */
class ChildAttributes {
  readonly ranges = new AttributeRanges();
  readonly #ends: number[] = [];
  readonly #letterEnds: number[] = [];
  #items = 0;
  #firstLetter = 0;

  clear(): void {
    this.ranges.clear();
    this.#items = 0;
  }

  /** Closes the item whose attributes were pushed last; returns how many it has. */
  close(): number {
    const from = this.#items === 0 ? 0 : this.#ends[this.#items - 1]!;
    this.#ends[this.#items++] = this.ranges.count;
    return this.ranges.count - from;
  }

  /** Array(Map(String, String)) */
  writeMaps(reader: ProtobufReader, writer: RowWriter, attributes: AttributeWriter): string {
    this.#firstLetter = attributes.letters;
    writer.varint(this.#items);
    let from = 0;
    for (let i = 0; i < this.#items; i++) {
      const to = this.#ends[i]!;
      const problem = attributes.writeMap(reader, writer, this.ranges, from, to);
      if (problem !== '') return problem;
      this.#letterEnds[i] = attributes.letters;
      from = to;
    }
    return '';
  }

  /** Array(String), after {@link writeMaps} */
  writeTypes(writer: RowWriter, attributes: AttributeWriter): void {
    writer.varint(this.#items);
    let from = this.#firstLetter;
    for (let i = 0; i < this.#items; i++) {
      attributes.writeTypes(writer, from, this.#letterEnds[i]!);
      from = this.#letterEnds[i]!;
    }
  }
}

/** Numbers noted per event: time halves, name range, dropped attributes. */
const EVENT_FIELDS = 5;

/** The events of one span; reused from span to span. */
export class SpanEvents {
  readonly #fields: number[] = [];
  readonly #attributes = new ChildAttributes();
  #count = 0;

  constructor(private readonly limits: OtlpLimits) {}

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#attributes.clear();
  }

  /** Notes the event between the cursor and `end`. Returns '' or why its span must be refused. */
  scan(reader: ProtobufReader, end: number): string {
    let timeLo = 0;
    let timeHi = 0;
    let nameStart = 0;
    let nameEnd = 0;
    let dropped = 0;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      switch (tag) {
        case EVENT_TIME:
          reader.fixed64(end);
          timeLo = reader.lo;
          timeHi = reader.hi;
          break;
        case EVENT_NAME:
          nameEnd = reader.lengthEnd(end);
          nameStart = reader.pos;
          reader.pos = nameEnd;
          break;
        case EVENT_ATTRIBUTES: {
          const attributeEnd = reader.lengthEnd(end);
          this.#attributes.ranges.push(reader.pos, attributeEnd);
          reader.pos = attributeEnd;
          break;
        }
        case EVENT_DROPPED:
          dropped = reader.uint32(end);
          break;
        default:
          reader.skip(tag, end);
      }
    }
    const at = this.#count++ * EVENT_FIELDS;
    const fields = this.#fields;
    fields[at] = timeLo;
    fields[at + 1] = timeHi;
    fields[at + 2] = nameStart;
    fields[at + 3] = nameEnd;
    fields[at + 4] = dropped;
    const attributes = this.#attributes.close();
    if (attributes > this.limits.attributesPerRecord.value)
      return `event: ${limitExceeded(this.limits.attributesPerRecord, attributes)}`;
    if (timeHi >= HI_PAST_INT64) return 'event: time_unix_nano is after the year 2262';
    return validUtf8(reader.buf, nameStart, nameEnd) ? '' : `event: ${INVALID_UTF8}`;
  }

  /** The five `events.*` columns. */
  write(reader: ProtobufReader, writer: RowWriter, attributes: AttributeWriter): string {
    const fields = this.#fields;
    const end = this.#count * EVENT_FIELDS;
    writer.varint(this.#count);
    for (let i = 0; i < end; i += EVENT_FIELDS) writer.u64(fields[i]!, fields[i + 1]!);
    writer.varint(this.#count);
    for (let i = 0; i < end; i += EVENT_FIELDS) writer.bytes(reader.buf, fields[i + 2]!, fields[i + 3]!);
    const problem = this.#attributes.writeMaps(reader, writer, attributes);
    if (problem !== '') return `event: ${problem}`;
    this.#attributes.writeTypes(writer, attributes);
    writer.varint(this.#count);
    for (let i = 0; i < end; i += EVENT_FIELDS) writer.u32(fields[i + 4]!);
    return '';
  }
}

/** Numbers noted per link: ranges of trace id, span id and trace state, flags, dropped attributes. */
const LINK_FIELDS = 8;

/** The links of one span; reused from span to span. */
export class SpanLinks {
  readonly #fields: number[] = [];
  readonly #attributes = new ChildAttributes();
  #count = 0;

  constructor(private readonly limits: OtlpLimits) {}

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#attributes.clear();
  }

  /** Notes the link between the cursor and `end`. Absent ids are allowed, as zeros. Returns '' or why its span must be refused. */
  scan(reader: ProtobufReader, end: number): string {
    const at = this.#count++ * LINK_FIELDS;
    const fields = this.#fields;
    for (let i = at; i < at + LINK_FIELDS; i++) fields[i] = 0;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      switch (tag) {
        case LINK_TRACE_ID:
          this.#range(reader, end, at);
          break;
        case LINK_SPAN_ID:
          this.#range(reader, end, at + 2);
          break;
        case LINK_TRACE_STATE:
          this.#range(reader, end, at + 4);
          break;
        case LINK_ATTRIBUTES: {
          const attributeEnd = reader.lengthEnd(end);
          this.#attributes.ranges.push(reader.pos, attributeEnd);
          reader.pos = attributeEnd;
          break;
        }
        case LINK_DROPPED:
          fields[at + 7] = reader.uint32(end);
          break;
        case LINK_FLAGS:
          fields[at + 6] = reader.fixed32(end);
          break;
        default:
          reader.skip(tag, end);
      }
    }
    const attributes = this.#attributes.close();
    if (attributes > this.limits.attributesPerRecord.value)
      return `link: ${limitExceeded(this.limits.attributesPerRecord, attributes)}`;
    const traceBytes = fields[at + 1]! - fields[at]!;
    if (traceBytes !== 0 && traceBytes !== 16) return `link: ${TRACE_ID_PROBLEM}`;
    const spanBytes = fields[at + 3]! - fields[at + 2]!;
    if (spanBytes !== 0 && spanBytes !== 8) return `link: ${SPAN_ID_PROBLEM}`;
    return validUtf8(reader.buf, fields[at + 4]!, fields[at + 5]!) ? '' : `link: ${INVALID_UTF8}`;
  }

  /** The seven `links.*` columns without `dropped_links`. */
  write(reader: ProtobufReader, writer: RowWriter, attributes: AttributeWriter): string {
    const { buf } = reader;
    const fields = this.#fields;
    const end = this.#count * LINK_FIELDS;
    writer.varint(this.#count);
    for (let i = 0; i < end; i += LINK_FIELDS) writer.fixed(buf, fields[i]!, fields[i + 1]!, 16);
    writer.varint(this.#count);
    for (let i = 0; i < end; i += LINK_FIELDS) writer.fixed(buf, fields[i + 2]!, fields[i + 3]!, 8);
    writer.varint(this.#count);
    for (let i = 0; i < end; i += LINK_FIELDS) writer.bytes(buf, fields[i + 4]!, fields[i + 5]!);
    writer.varint(this.#count);
    for (let i = 0; i < end; i += LINK_FIELDS) writer.u32(fields[i + 6]!);
    const problem = this.#attributes.writeMaps(reader, writer, attributes);
    if (problem !== '') return `link: ${problem}`;
    this.#attributes.writeTypes(writer, attributes);
    writer.varint(this.#count);
    for (let i = 0; i < end; i += LINK_FIELDS) writer.u32(fields[i + 7]!);
    return '';
  }

  #range(reader: ProtobufReader, end: number, at: number): void {
    const fieldEnd = reader.lengthEnd(end);
    this.#fields[at] = reader.pos;
    this.#fields[at + 1] = fieldEnd;
    reader.pos = fieldEnd;
  }
}
