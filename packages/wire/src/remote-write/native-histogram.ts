import type { RowWriter } from '@bongsu/model';
import { BucketSpans } from '../prometheus/bucket-spans.js';
import { sint32, sint64Number, int64Number, uint64Number } from '../protobuf/integers.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../protobuf/reader.js';

// Tags of Histogram, the same in both versions of the protocol.
const COUNT_INT = (1 << 3) | WIRE_VARINT;
const COUNT_FLOAT = (2 << 3) | WIRE_FIXED64;
const SUM = (3 << 3) | WIRE_FIXED64;
const SCHEMA = (4 << 3) | WIRE_VARINT;
const ZERO_THRESHOLD = (5 << 3) | WIRE_FIXED64;
const ZERO_COUNT_INT = (6 << 3) | WIRE_VARINT;
const ZERO_COUNT_FLOAT = (7 << 3) | WIRE_FIXED64;
const NEGATIVE = 8;
const POSITIVE = 11;
const RESET_HINT = (14 << 3) | WIRE_VARINT;
const TIMESTAMP = (15 << 3) | WIRE_VARINT;
const CUSTOM_VALUES = 16;
const START_TIMESTAMP = (17 << 3) | WIRE_VARINT;
// Tags of BucketSpan.
const SPAN_OFFSET = (1 << 3) | WIRE_VARINT;
const SPAN_LENGTH = (2 << 3) | WIRE_VARINT;

const CUSTOM_BUCKETS = -53;
const MIN_SCHEMA = -4;
const MAX_SCHEMA = 8;
/** Finer ones are merged down to 8; beyond this a schema has another meaning. */
const MAX_FINE_SCHEMA = 52;
/** Buckets a side. OTel SDKs keep 160; bounded work and memory for one sample. */
const MAX_BUCKETS = 20_000;
const INT32_MAX = 2_147_483_647;

/** Spans, deltas (of integer histograms) and counts (of float ones) of one side. */
class Side {
  readonly offsets: number[] = [];
  readonly lengths: number[] = [];
  readonly deltas: number[] = [];
  readonly counts: number[] = [];
  readonly spans = new BucketSpans();
  /** Sum of the counts, set by `check`. */
  observations = 0;

  clear(): void {
    this.offsets.length = this.lengths.length = this.deltas.length = this.counts.length = 0;
    this.spans.clear();
    this.observations = 0;
  }

  /** Reads one field: 0 spans, 1 deltas, 2 counts. False when it is none of them in a form that is known. */
  field(reader: ProtobufReader, which: number, wireType: number, end: number): boolean {
    if (which === 0 && wireType === WIRE_BYTES) this.#span(reader, reader.lengthEnd(end));
    else if (which === 1 && (wireType === WIRE_BYTES || wireType === WIRE_VARINT)) {
      const stop = wireType === WIRE_BYTES ? reader.lengthEnd(end) : reader.pos + 1;
      const bound = wireType === WIRE_BYTES ? stop : end;
      while (reader.pos < stop) {
        reader.varint64(bound);
        this.deltas.push(sint64Number(reader.lo, reader.hi));
      }
    } else if (which === 2) return readDoubles(reader, wireType, end, this.counts);
    else return false;
    return true;
  }

  #span(reader: ProtobufReader, end: number): void {
    let offset = 0;
    let length = 0;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === SPAN_OFFSET) offset = sint32(reader.uint32(end));
      else if (tag === SPAN_LENGTH) length = reader.uint32(end);
      else reader.skip(tag, end);
    }
    this.offsets.push(offset);
    this.lengths.push(length);
  }

  /** Fills `spans` and `observations`; 2^`scaleDown` buckets become one. Returns '' or what is wrong. */
  check(isFloat: boolean, scaleDown: number): string {
    const values = isFloat ? this.counts : this.deltas;
    const buckets = this.lengths.reduce((sum, length) => sum + length, 0);
    if (buckets !== values.length) {
      return `histogram spans specify different number of buckets than provided: spans need ${buckets} buckets, have ${values.length} buckets`;
    }
    if (buckets > MAX_BUCKETS) return `histogram has more than ${MAX_BUCKETS} buckets`;
    let index = 0;
    let at = 0;
    let count = 0;
    for (const [i, offset] of this.offsets.entries()) {
      if (i > 0 && offset < 0) {
        return `histogram has a span whose offset is negative: span number ${i + 1} with offset ${offset}`;
      }
      index += offset;
      for (let left = this.lengths[i]!; left > 0; left--, index++, at++) {
        count = isFloat ? values[at]! : count + values[at]!;
        if (count < 0) {
          return `histogram has a bucket whose observation count is negative: bucket number ${at + 1} has observation count of ${count}`;
        }
        if (Math.abs(index) >= INT32_MAX) return `histogram bucket index ${index} is out of range`;
        if (count === 0) continue;
        this.observations += count;
        this.spans.add(scaleDown === 0 ? index : ((index - 1) >> Math.min(scaleDown, 31)) + 1, count);
      }
    }
    return '';
  }
}

/** Reads, checks and writes native histograms. Reused: one object a decoder. */
export class NativeHistogram {
  /** In ms. */
  timestamp = 0;
  /** In ms; 0 for unknown. */
  startTimestamp = 0;
  #isFloat = false;
  #count = 0;
  /** Where the sum's double lies; -1 when it is absent. */
  #sumAt = -1;
  #sum = 0;
  #schema = 0;
  #zeroThreshold = 0;
  #zeroCount = 0;
  #resetHint = 0;
  readonly #customValues: number[] = [];
  readonly #positive = new Side();
  readonly #negative = new Side();

  scan(reader: ProtobufReader, end: number): void {
    this.timestamp = this.startTimestamp = this.#count = this.#sum = this.#schema = 0;
    this.#zeroThreshold = this.#zeroCount = this.#resetHint = 0;
    this.#sumAt = -1;
    this.#isFloat = false;
    this.#customValues.length = 0;
    this.#positive.clear();
    this.#negative.clear();
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      switch (tag) {
        case COUNT_INT:
          reader.varint64(end);
          this.#count = uint64Number(reader.lo, reader.hi);
          this.#isFloat = false;
          break;
        case COUNT_FLOAT:
          this.#count = reader.double(end);
          this.#isFloat = true;
          break;
        case SUM:
          this.#sumAt = reader.pos;
          this.#sum = reader.double(end);
          break;
        case SCHEMA:
          this.#schema = sint32(reader.uint32(end));
          break;
        case ZERO_THRESHOLD:
          this.#zeroThreshold = reader.double(end);
          break;
        case ZERO_COUNT_INT:
          reader.varint64(end);
          this.#zeroCount = uint64Number(reader.lo, reader.hi);
          break;
        case ZERO_COUNT_FLOAT:
          this.#zeroCount = reader.double(end);
          break;
        case RESET_HINT:
          this.#resetHint = Math.min(reader.uint32(end), 255);
          break;
        case TIMESTAMP:
          reader.varint64(end);
          this.timestamp = int64Number(reader.lo, reader.hi);
          break;
        case START_TIMESTAMP:
          reader.varint64(end);
          this.startTimestamp = int64Number(reader.lo, reader.hi);
          break;
        default:
          if (!this.#bucketField(reader, tag, end)) reader.skip(tag, end);
      }
    }
  }

  #bucketField(reader: ProtobufReader, tag: number, end: number): boolean {
    const field = tag >>> 3;
    const wireType = tag & 7;
    if (field === CUSTOM_VALUES) return readDoubles(reader, wireType, end, this.#customValues);
    if (field >= POSITIVE && field < POSITIVE + 3) return this.#positive.field(reader, field - POSITIVE, wireType, end);
    if (field >= NEGATIVE && field < NEGATIVE + 3) return this.#negative.field(reader, field - NEGATIVE, wireType, end);
    return false;
  }

  /** '' or why the histogram is refused, as Prometheus says it. To be called once, before {@link write}. */
  check(): string {
    const schema = this.#schema;
    const custom = schema === CUSTOM_BUCKETS;
    if (!custom && (schema < MIN_SCHEMA || schema > MAX_FINE_SCHEMA)) {
      return `histogram has an invalid schema, which must be between ${MIN_SCHEMA} and ${MAX_SCHEMA} for exponential buckets, or ${CUSTOM_BUCKETS} for custom buckets: ${schema}`;
    }
    const scaleDown = custom ? 0 : Math.max(0, schema - MAX_SCHEMA);
    return (
      (custom ? this.#customProblem() : this.#exponentialProblem()) ||
      this.#negative.check(this.#isFloat, scaleDown) ||
      this.#positive.check(this.#isFloat, scaleDown) ||
      this.#countProblem()
    );
  }

  #exponentialProblem(): string {
    if (this.#customValues.length > 0) return 'histogram with exponential schema must not have custom bounds';
    if (!(this.#zeroThreshold >= 0)) return `histogram has an invalid zero threshold: ${this.#zeroThreshold}`;
    return '';
  }

  #customProblem(): string {
    const bounds = this.#customValues;
    const { offsets, lengths } = this.#positive;
    if (this.#zeroCount !== 0) return 'custom buckets: must have zero count of 0';
    if (this.#zeroThreshold !== 0) return 'custom buckets: must have zero threshold of 0';
    if (this.#negative.offsets.length > 0) return 'custom buckets: must not have negative spans';
    if (this.#negative.deltas.length + this.#negative.counts.length > 0) {
      return 'custom buckets: must not have negative buckets';
    }
    for (const [i, bound] of bounds.entries()) {
      if (!Number.isFinite(bound)) return `histogram custom bounds must be finite: ${bound}`;
      if (i > 0 && bound <= bounds[i - 1]!) {
        return `histogram custom bounds must be in strictly increasing order: previous bound is ${bounds[i - 1]!} and current is ${bound}`;
      }
    }
    // One bucket a bound, and the one above the last.
    const spanned = offsets.reduce((sum, offset, i) => sum + offset + lengths[i]!, 0);
    if ((offsets[0] ?? 0) < 0) return 'histogram has a span whose offset is negative: the first with custom bounds';
    if (spanned > bounds.length + 1) {
      return `histogram custom bounds are too few: only ${bounds.length} custom bounds defined which is insufficient to cover total span length of ${spanned}`;
    }
    return '';
  }

  #countProblem(): string {
    const count = this.#count;
    if (this.#isFloat) {
      if (this.#zeroCount < 0) return `zero bucket has observation count of ${this.#zeroCount}: negative`;
      if (count < 0) return `histogram's observation count is negative: ${count}`;
      return '';
    }
    const found = this.#positive.observations + this.#negative.observations + this.#zeroCount;
    if (Number.isNaN(this.#sum)) {
      if (found <= count) return '';
      return `${found} observations found in buckets, but the Count field is ${count}: histogram's observation count should be at least the number of observations found in the buckets`;
    }
    if (found === count) return '';
    return `${found} observations found in buckets, but the Count field is ${count}: histogram's observation count should equal the number of observations found in the buckets (in absence of NaN)`;
  }

  /** The columns of HISTOGRAM_ROW from `count` on. */
  write(writer: RowWriter, reader: ProtobufReader): void {
    writer.f64(this.#count);
    if (this.#sumAt < 0) writer.f64(0);
    else writer.raw(reader.buf, this.#sumAt, this.#sumAt + 8);
    writer.u8(Math.min(this.#schema, MAX_SCHEMA));
    writer.f64(this.#zeroThreshold);
    writer.f64(this.#zeroCount);
    this.#positive.spans.write(writer);
    this.#negative.spans.write(writer);
    writer.varint(this.#customValues.length);
    for (const bound of this.#customValues) writer.f64(bound);
    writer.u8(this.#resetHint);
    writer.u8(this.#isFloat ? 1 : 0);
  }
}

/** Doubles, packed or not, to the end of `into`. False for another wire type. */
function readDoubles(reader: ProtobufReader, wireType: number, end: number, into: number[]): boolean {
  if (wireType === WIRE_FIXED64) {
    into.push(reader.double(end));
    return true;
  }
  if (wireType !== WIRE_BYTES) return false;
  const stop = reader.lengthEnd(end);
  while (reader.pos < stop) into.push(reader.double(stop));
  return true;
}
