import { uint64Number } from '../../protobuf/integers.js';
import {
  MalformedProtobuf,
  type ProtobufReader,
  WIRE_BYTES,
  WIRE_FIXED64,
  WIRE_VARINT,
} from '../../protobuf/reader.js';
import { PointFields } from './point.js';

// Tags of HistogramDataPoint. Arrays of numbers come packed; unpacked is legal too.
const START = (2 << 3) | WIRE_FIXED64;
const TIME = (3 << 3) | WIRE_FIXED64;
const COUNT = (4 << 3) | WIRE_FIXED64;
const SUM = (5 << 3) | WIRE_FIXED64;
const BUCKET_COUNTS = (6 << 3) | WIRE_BYTES;
const BUCKET_COUNT = (6 << 3) | WIRE_FIXED64;
const EXPLICIT_BOUNDS = (7 << 3) | WIRE_BYTES;
const EXPLICIT_BOUND = (7 << 3) | WIRE_FIXED64;
const EXEMPLARS = (8 << 3) | WIRE_BYTES;
const ATTRIBUTES = (9 << 3) | WIRE_BYTES;
const FLAGS = (10 << 3) | WIRE_VARINT;

/** Every bound is a series. Far above what people configure (OTel's default is 15), and bounded work for one point. */
const MAX_BOUNDS = 2_000;

/** A HistogramDataPoint. `min` and `max` have no place in Prometheus' model. Reused: one object a decoder. */
export class HistogramPoint extends PointFields {
  count = 0;
  /** Where the sum's double lies; -1 when it is absent. */
  sumAt = -1;
  /** Finite bounds, ascending once {@link problem} is ''. */
  readonly bounds: number[] = [];
  /** Observations by bucket, not yet cumulative. */
  readonly counts: number[] = [];

  constructor() {
    super(ATTRIBUTES, EXEMPLARS);
  }

  /** Reads the point between the cursor and `end`. */
  scan(reader: ProtobufReader, end: number): void {
    this.clear();
    this.count = 0;
    this.sumAt = -1;
    this.bounds.length = 0;
    this.counts.length = 0;
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
          this.count = fixed64Number(reader, end);
          break;
        case SUM:
          reader.need(8, end);
          this.sumAt = reader.pos;
          reader.pos += 8;
          break;
        case BUCKET_COUNTS: {
          const packedEnd = packedFixed64End(reader, end);
          while (reader.pos < packedEnd) this.counts.push(fixed64Number(reader, packedEnd));
          break;
        }
        case BUCKET_COUNT:
          this.counts.push(fixed64Number(reader, end));
          break;
        case EXPLICIT_BOUNDS: {
          const packedEnd = packedFixed64End(reader, end);
          while (reader.pos < packedEnd) this.bounds.push(reader.double(packedEnd));
          break;
        }
        case EXPLICIT_BOUND:
          this.bounds.push(reader.double(end));
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

  /** '' or why the point is refused. Takes a bound of +Inf off, which the bucket without a bound stands for. */
  problem(): string {
    const { bounds, counts } = this;
    if (bounds.length > MAX_BOUNDS) return `${bounds.length} explicit_bounds exceed the limit of ${MAX_BOUNDS}`;
    // Neither bounds nor counts: only sum and count are known. No counts: good for a point without a value.
    const expected = counts.length === 0 && (bounds.length === 0 || this.noRecordedValue);
    if (!expected && counts.length !== bounds.length + 1)
      return `${counts.length} bucket_counts for ${bounds.length} explicit_bounds, which take ${bounds.length + 1}`;
    for (let i = 0; i < bounds.length; i++) {
      if (Number.isNaN(bounds[i]) || (i > 0 && bounds[i]! <= bounds[i - 1]!))
        return 'explicit_bounds are not in ascending order';
    }
    if (bounds.at(-1) === Infinity) bounds.pop();
    return '';
  }
}

function fixed64Number(reader: ProtobufReader, end: number): number {
  reader.fixed64(end);
  return uint64Number(reader.lo, reader.hi);
}

function packedFixed64End(reader: ProtobufReader, end: number): number {
  const packedEnd = reader.lengthEnd(end);
  if ((packedEnd - reader.pos) % 8 !== 0)
    throw new MalformedProtobuf(`packed 64-bit field at byte ${reader.pos} is not a multiple of 8 bytes long`);
  return packedEnd;
}
