/**
 * Writes rows in ClickHouse's RowBinary format into one growing buffer: little-endian numbers, strings as
 * LEB128 length + bytes, maps and arrays as LEB128 count + elements.
 * (Measured on 2 cores: RowBinary costs the engine half of what JSONCompactEachRow does for the same rows.)
 */
export class RowWriter {
  #buffer: Buffer;
  #position = 0;

  constructor(initialBytes = 64 * 1024) {
    this.#buffer = Buffer.allocUnsafe(initialBytes);
  }

  get length(): number {
    return this.#position;
  }

  /** What was written so far is its first `length` bytes. Valid until the next write. */
  get buffer(): Uint8Array {
    return this.#buffer;
  }

  /** The bytes written so far. A view: valid until the next write. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#position);
  }

  /** Hands the buffer over to the caller and starts a new one. */
  take(): Buffer {
    const taken = this.view();
    this.#buffer = Buffer.allocUnsafe(Math.max(64 * 1024, this.#position));
    this.#position = 0;
    return taken;
  }

  /** Forgets everything after `length`, e.g. a row that turned out to be bad half way through. */
  truncate(length: number): void {
    this.#position = length;
  }

  #reserve(bytes: number): void {
    const needed = this.#position + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#position);
    this.#buffer = grown;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#position++] = value;
  }

  u32(value: number): void {
    this.#reserve(4);
    this.#position = this.#buffer.writeUInt32LE(value >>> 0, this.#position);
  }

  /** A 64-bit integer, signed or not, from its two 32-bit halves. */
  u64(lo: number, hi: number): void {
    this.#reserve(8);
    const buffer = this.#buffer;
    const at = this.#position;
    buffer[at] = lo;
    buffer[at + 1] = lo >>> 8;
    buffer[at + 2] = lo >>> 16;
    buffer[at + 3] = lo >>> 24;
    buffer[at + 4] = hi;
    buffer[at + 5] = hi >>> 8;
    buffer[at + 6] = hi >>> 16;
    buffer[at + 7] = hi >>> 24;
    this.#position = at + 8;
  }

  /** A 64-bit signed integer from a safe integer (|value| <= 2^53-1). */
  i64(value: number): void {
    const hi = Math.floor(value / 4_294_967_296);
    this.u64(value - hi * 4_294_967_296, hi);
  }

  i64big(value: bigint): void {
    this.#reserve(8);
    this.#position = this.#buffer.writeBigInt64LE(BigInt.asIntN(64, value), this.#position);
  }

  f64(value: number): void {
    this.#reserve(8);
    this.#position = this.#buffer.writeDoubleLE(value, this.#position);
  }

  /** Eight raw bytes of `source`, e.g. a little-endian double or fixed64 straight from protobuf: NaN payloads survive. */
  raw(source: Uint8Array, start: number, end: number): void {
    const bytes = end - start;
    this.#reserve(bytes);
    if (bytes < 64) {
      const buffer = this.#buffer;
      let at = this.#position;
      for (let i = start; i < end; i++) buffer[at++] = source[i]!;
    } else {
      this.#buffer.set(source.subarray(start, end), this.#position);
    }
    this.#position += bytes;
  }

  varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.#position++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#position++] = rest;
  }

  /** A String column from a byte range. */
  bytes(source: Uint8Array, start: number, end: number): void {
    this.varint(end - start);
    this.raw(source, start, end);
  }

  /** A String column from JavaScript text, as UTF-8; lone surrogates become U+FFFD. */
  text(value: string): void {
    if (value.length < 64) {
      let ascii = true;
      for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 127) ascii = false;
      if (ascii) {
        this.#reserve(value.length + 1);
        const buffer = this.#buffer;
        let at = this.#position;
        buffer[at++] = value.length;
        for (let i = 0; i < value.length; i++) buffer[at++] = value.charCodeAt(i);
        this.#position = at;
        return;
      }
    }
    const bytes = Buffer.byteLength(value);
    this.varint(bytes);
    this.#reserve(bytes);
    this.#position += this.#buffer.write(value, this.#position, 'utf8');
  }

  /** A FixedString(`width`) from a byte range no longer than `width`; missing bytes are zero. */
  fixed(source: Uint8Array, start: number, end: number, width: number): void {
    this.raw(source, start, end);
    for (let i = end - start; i < width; i++) this.u8(0);
  }

  zeros(count: number): void {
    this.#reserve(count);
    this.#buffer.fill(0, this.#position, this.#position + count);
    this.#position += count;
  }
}
