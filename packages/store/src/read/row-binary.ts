const TWO_32 = 4_294_967_296;

/**
 * Reads an answer in ClickHouse's RowBinary format, column by column in the order of the select. The caller knows
 * the types; reading past the end throws, since a short answer is a bug. Strings of bad UTF-8 get U+FFFD.
 */
export class RowBinaryReader {
  /** Halves of the last `u64`. */
  lo = 0;
  hi = 0;
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#at;
  }

  #advance(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#bytes.length) {
      throw new Error(`BUG: RowBinary answer ends at ${this.#bytes.length}, ${at + bytes} needed`);
    }
    this.#at = at + bytes;
    return at;
  }

  u8(): number {
    return this.#bytes[this.#advance(1)]!;
  }

  bool(): boolean {
    return this.u8() !== 0;
  }

  i8(): number {
    return this.#bytes.readInt8(this.#advance(1));
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#advance(2));
  }

  i32(): number {
    return this.#bytes.readInt32LE(this.#advance(4));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#advance(4));
  }

  /** A 64-bit integer into `lo` and `hi`, without a bigint. */
  u64(): void {
    const at = this.#advance(8);
    this.lo = this.#bytes.readUInt32LE(at);
    this.hi = this.#bytes.readUInt32LE(at + 4);
  }

  u64big(): bigint {
    return this.#bytes.readBigUInt64LE(this.#advance(8));
  }

  i64big(): bigint {
    return this.#bytes.readBigInt64LE(this.#advance(8));
  }

  /** A signed 64-bit integer as a number: exact up to 2^53, e.g. every DateTime64(3). */
  i64(): number {
    const at = this.#advance(8);
    return this.#bytes.readInt32LE(at + 4) * TWO_32 + this.#bytes.readUInt32LE(at);
  }

  f32(): number {
    return this.#bytes.readFloatLE(this.#advance(4));
  }

  f64(): number {
    return this.#bytes.readDoubleLE(this.#advance(8));
  }

  /** A double whose bits also go to `lo` and `hi`: tells a stale marker from another NaN. */
  f64bits(): number {
    const at = this.#advance(8);
    this.lo = this.#bytes.readUInt32LE(at);
    this.hi = this.#bytes.readUInt32LE(at + 4);
    return this.#bytes.readDoubleLE(at);
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }

  text(): string {
    const bytes = this.varint();
    const at = this.#advance(bytes);
    return this.#bytes.toString('utf8', at, at + bytes);
  }

  /** A view of a String's bytes; valid as long as the answer is. */
  bytes(): Uint8Array {
    return this.fixed(this.varint());
  }

  /** A view of a FixedString(`width`). */
  fixed(width: number): Uint8Array {
    const at = this.#advance(width);
    return this.#bytes.subarray(at, at + width);
  }

  /** A FixedString as lower-case hex. */
  hex(width: number): string {
    const at = this.#advance(width);
    return this.#bytes.toString('hex', at, at + width);
  }

  /** True when a Nullable value is NULL; if not, the value follows. */
  isNull(): boolean {
    return this.u8() === 1;
  }

  array<T>(element: (reader: this) => T): T[] {
    const count = this.varint();
    const values: T[] = [];
    for (let i = 0; i < count; i++) values.push(element(this));
    return values;
  }

  /** A Map as pairs in stored order: keys may repeat. */
  map<K, V>(key: (reader: this) => K, value: (reader: this) => V): [K, V][] {
    return this.array((reader): [K, V] => [key(reader), value(reader)]);
  }

  /** Array(Float64), NaN payloads kept: the bits are copied, never converted. */
  f64array(): Float64Array {
    const count = this.varint();
    const at = this.#advance(count * 8);
    const values = new Float64Array(count);
    new Uint8Array(values.buffer).set(this.#bytes.subarray(at, at + count * 8));
    return values;
  }

  /** Array(Int64) or Array(DateTime64) as exact bits. */
  i64array(): BigInt64Array {
    const count = this.varint();
    const at = this.#advance(count * 8);
    const values = new BigInt64Array(count);
    new Uint8Array(values.buffer).set(this.#bytes.subarray(at, at + count * 8));
    return values;
  }
}
