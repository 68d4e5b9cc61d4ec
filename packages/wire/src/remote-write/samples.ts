import { int64Number } from '../protobuf/integers.js';
import { type ProtobufReader, WIRE_FIXED64, WIRE_VARINT } from '../protobuf/reader.js';

const ZERO = new Uint8Array(8);

/** Value and time of a Sample or Exemplar. Reused: one object a decoder. */
export class SampleFields {
  readonly #valueTag: number;
  readonly #timestampTag: number;
  readonly #startTag: number;
  /** In ms. */
  timestamp = 0;
  /** In ms; 0 for unknown. */
  start = 0;
  /** Where the little-endian double lies: proto3 leaves out a zero. */
  source: Uint8Array = ZERO;
  at = 0;

  /** Field numbers; 0 for one that the message does not have. */
  constructor(valueField: number, timestampField: number, startField = 0) {
    this.#valueTag = (valueField << 3) | WIRE_FIXED64;
    this.#timestampTag = (timestampField << 3) | WIRE_VARINT;
    this.#startTag = startField === 0 ? 0 : (startField << 3) | WIRE_VARINT;
  }

  scan(reader: ProtobufReader, end: number): void {
    this.timestamp = this.start = this.at = 0;
    this.source = ZERO;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === this.#valueTag) {
        reader.need(8, end);
        this.source = reader.buf;
        this.at = reader.pos;
        reader.pos += 8;
      } else if (tag === this.#timestampTag) {
        reader.varint64(end);
        this.timestamp = int64Number(reader.lo, reader.hi);
      } else if (tag === this.#startTag) {
        reader.varint64(end);
        this.start = int64Number(reader.lo, reader.hi);
      } else reader.skip(tag, end);
    }
  }
}
