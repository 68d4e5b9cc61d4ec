import { int64Number } from '../../protobuf/integers.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../../protobuf/reader.js';
import { PointFields } from './point.js';

// Tags of NumberDataPoint.
const START = (2 << 3) | WIRE_FIXED64;
const TIME = (3 << 3) | WIRE_FIXED64;
const AS_DOUBLE = (4 << 3) | WIRE_FIXED64;
const EXEMPLARS = (5 << 3) | WIRE_BYTES;
const AS_INT = (6 << 3) | WIRE_FIXED64;
const ATTRIBUTES = (7 << 3) | WIRE_BYTES;
const FLAGS = (8 << 3) | WIRE_VARINT;

/** A NumberDataPoint of a gauge or a sum. Reused: one object a decoder. */
export class NumberPoint extends PointFields {
  /** Where the double lies; -1 for an integer. */
  doubleAt = -1;
  /** The integer, as the nearest double. */
  int = 0;
  hasValue = false;

  constructor() {
    super(ATTRIBUTES, EXEMPLARS);
  }

  /** Reads the point between the cursor and `end`. */
  scan(reader: ProtobufReader, end: number): void {
    this.clear();
    this.doubleAt = -1;
    this.hasValue = false;
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

  /** The value as a number; the bits of a NaN may be lost. */
  value(reader: ProtobufReader): number {
    return this.doubleAt < 0 ? this.int : reader.bytes.readDoubleLE(this.doubleAt);
  }
}
