import { limitExceeded, RARE_PARTS, type RowWriter, type SpanPlaces } from '@bongsu/model';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_VARINT } from '../../protobuf/reader.js';
import { validUtf8 } from '../../protobuf/utf8.js';
import { AnyValueText, INVALID_UTF8 } from '../any-value.js';
import { AttributeRanges, AttributeWriter } from '../attributes.js';
import { allZero, SPAN_ID_PROBLEM, TRACE_ID_PROBLEM } from '../ids.js';
import type { OtlpLimits } from '../limits.js';
import { HI_PAST_INT64 } from '../time-window.js';
import { SpanEvents, SpanLinks } from './children.js';

// Tags of the fields of opentelemetry.proto.trace.v1.Span and Status.
const TRACE_ID = (1 << 3) | WIRE_BYTES;
const SPAN_ID = (2 << 3) | WIRE_BYTES;
const TRACE_STATE = (3 << 3) | WIRE_BYTES;
const PARENT_SPAN_ID = (4 << 3) | WIRE_BYTES;
const NAME = (5 << 3) | WIRE_BYTES;
const KIND = (6 << 3) | WIRE_VARINT;
const START = (7 << 3) | WIRE_FIXED64;
const END = (8 << 3) | WIRE_FIXED64;
const ATTRIBUTES = (9 << 3) | WIRE_BYTES;
const DROPPED_ATTRIBUTES = (10 << 3) | WIRE_VARINT;
const EVENTS = (11 << 3) | WIRE_BYTES;
const DROPPED_EVENTS = (12 << 3) | WIRE_VARINT;
const LINKS = (13 << 3) | WIRE_BYTES;
const DROPPED_LINKS = (14 << 3) | WIRE_VARINT;
const STATUS = (15 << 3) | WIRE_BYTES;
const FLAGS = (16 << 3) | WIRE_FIXED32;
const STATUS_MESSAGE = (2 << 3) | WIRE_BYTES;
const STATUS_CODE = (3 << 3) | WIRE_VARINT;

// Places in the list of ranges. Texts come last: they are checked together.
const RANGE_TRACE_ID = 0;
const RANGE_SPAN_ID = 2;
const RANGE_PARENT = 4;
const RANGE_TRACE_STATE = 6;
const RANGE_NAME = 8;
const RANGE_STATUS_MESSAGE = 10;

/** An enum value as a byte; what a byte cannot hold is the enum's "unspecified". */
const enumByte = (value: number): number => (value > 255 ? 0 : value);

/** What a row needs that the span does not say. */
export interface SpanRowHead {
  readonly resourceLo: number;
  readonly resourceHi: number;
  readonly service: Uint8Array;
}

/**
 * One Span at a time: `scan` notes where its fields stand, `write` copies them into a row. One object a decoder:
 * nothing is allocated for a span of plain attributes.
 */
export class SpanRecord {
  startLo = 0;
  startHi = 0;
  #endLo = 0;
  #endHi = 0;
  // Start and end of byte fields, at the places named RANGE_*.
  readonly #ranges = new Array<number>(12).fill(0);
  #kind = 0;
  #droppedAttributes = 0;
  #droppedEvents = 0;
  #droppedLinks = 0;
  #statusCode = 0;
  #flags = 0;
  #childProblem = '';
  readonly #attributes = new AttributeRanges();
  readonly #events: SpanEvents;
  readonly #links: SpanLinks;
  readonly #attributeWriter: AttributeWriter;

  constructor(private readonly limits: OtlpLimits) {
    this.#events = new SpanEvents(limits);
    this.#links = new SpanLinks(limits);
    this.#attributeWriter = new AttributeWriter(new AnyValueText(limits.attributeDepth));
  }

  /** @throws MalformedProtobuf when the bytes from the cursor to `end` are no message. The cursor then stands at `end`. */
  scan(reader: ProtobufReader, end: number): void {
    this.#clear();
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      switch (tag) {
        case TRACE_ID:
          this.#range(reader, end, RANGE_TRACE_ID);
          break;
        case SPAN_ID:
          this.#range(reader, end, RANGE_SPAN_ID);
          break;
        case PARENT_SPAN_ID:
          this.#range(reader, end, RANGE_PARENT);
          break;
        case TRACE_STATE:
          this.#range(reader, end, RANGE_TRACE_STATE);
          break;
        case NAME:
          this.#range(reader, end, RANGE_NAME);
          break;
        case KIND:
          this.#kind = reader.uint32(end);
          break;
        case START:
          reader.fixed64(end);
          this.startLo = reader.lo;
          this.startHi = reader.hi;
          break;
        case END:
          reader.fixed64(end);
          this.#endLo = reader.lo;
          this.#endHi = reader.hi;
          break;
        case ATTRIBUTES: {
          const attributeEnd = reader.lengthEnd(end);
          this.#attributes.push(reader.pos, attributeEnd);
          reader.pos = attributeEnd;
          break;
        }
        case DROPPED_ATTRIBUTES:
          this.#droppedAttributes = reader.uint32(end);
          break;
        case EVENTS: {
          const problem = this.#events.scan(reader, reader.lengthEnd(end));
          this.#childProblem ||= problem;
          break;
        }
        case DROPPED_EVENTS:
          this.#droppedEvents = reader.uint32(end);
          break;
        case LINKS: {
          const problem = this.#links.scan(reader, reader.lengthEnd(end));
          this.#childProblem ||= problem;
          break;
        }
        case DROPPED_LINKS:
          this.#droppedLinks = reader.uint32(end);
          break;
        case STATUS:
          this.#status(reader, reader.lengthEnd(end));
          break;
        case FLAGS:
          this.#flags = reader.fixed32(end);
          break;
        default:
          reader.skip(tag, end);
      }
    }
  }

  /** Why the scanned span must be refused before anything of it is written; '' when it may be good. */
  problem(reader: ProtobufReader): string {
    const { buf } = reader;
    const r = this.#ranges;
    if (this.#length(RANGE_TRACE_ID) !== 16) return TRACE_ID_PROBLEM;
    if (allZero(buf, r[RANGE_TRACE_ID]!, r[RANGE_TRACE_ID + 1]!)) return 'trace_id is all zero';
    if (this.#length(RANGE_SPAN_ID) !== 8) return SPAN_ID_PROBLEM;
    if (allZero(buf, r[RANGE_SPAN_ID]!, r[RANGE_SPAN_ID + 1]!)) return 'span_id is all zero';
    const parentBytes = this.#length(RANGE_PARENT);
    if (parentBytes !== 0 && parentBytes !== 8) return `parent_${SPAN_ID_PROBLEM}`;
    if ((this.startLo | this.startHi) === 0) return 'start_time_unix_nano is 0';
    if (this.#endHi >= HI_PAST_INT64) return 'end_time_unix_nano is after the year 2262';
    if (this.#attributes.count > this.limits.attributesPerRecord.value)
      return limitExceeded(this.limits.attributesPerRecord, this.#attributes.count);
    for (let i = RANGE_TRACE_STATE; i < r.length; i += 2) if (!validUtf8(buf, r[i]!, r[i + 1]!)) return INVALID_UTF8;
    return this.#childProblem;
  }

  /** Bits of `RARE_PARTS` of the scanned span, as the engine finds them in its row. */
  get rareParts(): number {
    return (
      (this.#events.count > 0 ? RARE_PARTS.events : 0) |
      (this.#links.count > 0 ? RARE_PARTS.links : 0) |
      (this.#droppedAttributes > 0 || this.#droppedEvents > 0 || this.#droppedLinks > 0 ? RARE_PARTS.drops : 0) |
      (this.#flags !== 0 ? RARE_PARTS.flags : 0) |
      (this.#length(RANGE_TRACE_STATE) > 0 || this.#length(RANGE_STATUS_MESSAGE) > 0 ? RARE_PARTS.texts : 0)
    );
  }

  /** Tells the place of the scanned span. */
  tellPlace(reader: ProtobufReader, places: SpanPlaces): void {
    // As a float the start is up to half a microsecond wrong.
    const seconds = Math.floor((this.startHi * 0x1_0000_0000 + this.startLo) / 1e9);
    places.add(reader.buf, this.#ranges[RANGE_TRACE_ID]!, seconds, this.rareParts);
  }

  /**
   * Writes the scanned span as one row in the order of SPAN_ROW, after the caller has written `tenant`. Returns '' or
   * why the span must be refused; the caller then truncates the row. Moves the cursor.
   */
  write(reader: ProtobufReader, writer: RowWriter, head: SpanRowHead): string {
    const { buf } = reader;
    const r = this.#ranges;
    writer.raw(buf, r[RANGE_TRACE_ID]!, r[RANGE_TRACE_ID + 1]!);
    writer.raw(buf, r[RANGE_SPAN_ID]!, r[RANGE_SPAN_ID + 1]!);
    writer.fixed(buf, r[RANGE_PARENT]!, r[RANGE_PARENT + 1]!, 8);
    writer.bytes(buf, r[RANGE_TRACE_STATE]!, r[RANGE_TRACE_STATE + 1]!);
    writer.u32(this.#flags);
    writer.bytes(buf, r[RANGE_NAME]!, r[RANGE_NAME + 1]!);
    writer.u8(enumByte(this.#kind));
    writer.u64(this.startLo, this.startHi);
    // Both are below 2^63, so the difference fits a signed 64-bit integer.
    const borrow = this.#endLo < this.startLo ? 1 : 0;
    writer.u64(this.#endLo - this.startLo, this.#endHi - this.startHi - borrow);
    writer.u8(enumByte(this.#statusCode));
    writer.bytes(buf, r[RANGE_STATUS_MESSAGE]!, r[RANGE_STATUS_MESSAGE + 1]!);
    writer.bytes(head.service, 0, head.service.length);
    writer.u64(head.resourceLo, head.resourceHi);

    const attributes = this.#attributeWriter;
    attributes.clear();
    let problem = attributes.writeMap(reader, writer, this.#attributes, 0, this.#attributes.count);
    if (problem !== '') return problem;
    attributes.writeTypes(writer, 0, attributes.letters);
    writer.u32(this.#droppedAttributes);
    problem = this.#events.write(reader, writer, attributes);
    if (problem !== '') return problem;
    writer.u32(this.#droppedEvents);
    problem = this.#links.write(reader, writer, attributes);
    if (problem !== '') return problem;
    writer.u32(this.#droppedLinks);
    return '';
  }

  #clear(): void {
    this.startLo = this.startHi = this.#endLo = this.#endHi = 0;
    this.#kind = this.#statusCode = this.#flags = 0;
    this.#droppedAttributes = this.#droppedEvents = this.#droppedLinks = 0;
    this.#childProblem = '';
    this.#ranges.fill(0);
    this.#attributes.clear();
    this.#events.clear();
    this.#links.clear();
  }

  #status(reader: ProtobufReader, end: number): void {
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === STATUS_MESSAGE) this.#range(reader, end, RANGE_STATUS_MESSAGE);
      else if (tag === STATUS_CODE) this.#statusCode = reader.uint32(end);
      else reader.skip(tag, end);
    }
  }

  #range(reader: ProtobufReader, end: number, at: number): void {
    const fieldEnd = reader.lengthEnd(end);
    this.#ranges[at] = reader.pos;
    this.#ranges[at + 1] = fieldEnd;
    reader.pos = fieldEnd;
  }

  #length(at: number): number {
    return this.#ranges[at + 1]! - this.#ranges[at]!;
  }
}
