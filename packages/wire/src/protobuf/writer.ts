import { WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_VARINT } from './reader.js';

const TWO_32 = 4_294_967_296;

/**
 * Encodes one protobuf message into a growing buffer. Every call writes its field, also when the value is the
 * default; nested messages stand between `begin` and `end`.
 */
export class ProtobufWriter {
  #buffer: Buffer;
  #position = 0;

  constructor(initialBytes = 1024) {
    this.#buffer = Buffer.allocUnsafe(Math.max(16, initialBytes));
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return new Uint8Array(this.#buffer.subarray(0, this.#position));
  }

  uint32(field: number, value: number): void {
    this.#tag(field, WIRE_VARINT);
    this.#varint(value >>> 0);
  }

  bool(field: number, value: boolean): void {
    this.uint32(field, value ? 1 : 0);
  }

  /** int32 and enums: negative numbers take ten bytes, as the format prescribes. */
  int32(field: number, value: number): void {
    if (value >= 0) this.uint32(field, value);
    else this.int64(field, BigInt(value));
  }

  sint32(field: number, value: number): void {
    this.uint32(field, (value << 1) ^ (value >> 31));
  }

  /** int64 and uint64: the low 64 bits of `value`. */
  int64(field: number, value: bigint): void {
    this.#tag(field, WIRE_VARINT);
    this.#varint64(value);
  }

  /** fixed64 and sfixed64: the low 64 bits of `value`. */
  fixed64(field: number, value: bigint): void {
    this.#tag(field, WIRE_FIXED64);
    this.#fixed64(value);
  }

  fixed32(field: number, value: number): void {
    this.#tag(field, WIRE_FIXED32);
    this.#reserve(4);
    this.#position = this.#buffer.writeUInt32LE(value >>> 0, this.#position);
  }

  double(field: number, value: number): void {
    this.#tag(field, WIRE_FIXED64);
    this.#double(value);
  }

  /** Lone surrogates become U+FFFD. */
  string(field: number, value: string): void {
    this.#tag(field, WIRE_BYTES);
    const bytes = Buffer.byteLength(value);
    this.#varint(bytes);
    this.#reserve(bytes);
    this.#position += this.#buffer.write(value, this.#position, 'utf8');
  }

  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, WIRE_BYTES);
    this.#varint(value.length);
    this.#reserve(value.length);
    this.#buffer.set(value, this.#position);
    this.#position += value.length;
  }

  /** A field of a length-delimited kind; returns the mark that {@link end} takes. */
  begin(field: number): number {
    this.#tag(field, WIRE_BYTES);
    this.#reserve(1);
    return ++this.#position;
  }

  /** Closes what `begin` opened: writes its length in as few bytes as it takes. */
  end(mark: number): void {
    const length = this.#position - mark;
    let extra = 0;
    for (let rest = length; rest > 127; rest = Math.floor(rest / 128)) extra++;
    if (extra > 0) {
      this.#reserve(extra);
      this.#buffer.copyWithin(mark + extra, mark, mark + length);
    }
    const after = this.#position + extra;
    this.#position = mark - 1;
    this.#varint(length);
    this.#position = after;
  }

  packedFixed64(field: number, values: readonly bigint[]): void {
    const mark = this.begin(field);
    for (const value of values) this.#fixed64(value);
    this.end(mark);
  }

  packedDouble(field: number, values: readonly number[]): void {
    const mark = this.begin(field);
    for (const value of values) this.#double(value);
    this.end(mark);
  }

  packedInt64(field: number, values: readonly bigint[]): void {
    const mark = this.begin(field);
    for (const value of values) this.#varint64(value);
    this.end(mark);
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #reserve(bytes: number): void {
    const needed = this.#position + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#position);
    this.#buffer = grown;
  }

  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.#position++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#position++] = rest;
  }

  #varint64(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    if (rest < BigInt(TWO_32)) {
      this.#varint(Number(rest));
      return;
    }
    this.#reserve(10);
    while (rest > 127n) {
      this.#buffer[this.#position++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.#buffer[this.#position++] = Number(rest);
  }

  #fixed64(value: bigint): void {
    this.#reserve(8);
    this.#position = this.#buffer.writeBigUInt64LE(BigInt.asUintN(64, value), this.#position);
  }

  #double(value: number): void {
    this.#reserve(8);
    this.#position = this.#buffer.writeDoubleLE(value, this.#position);
  }
}
