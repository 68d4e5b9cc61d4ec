/** A cursor over ClickHouse's RowBinary: little-endian numbers, LEB128 lengths. Columns must be read in their order. */
export class RowBinaryReader {
  #at = 0;
  readonly #buffer: Buffer;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#buffer.length;
  }

  u8(): number {
    return this.#buffer[this.#at++]!;
  }

  u32(): number {
    const value = this.#buffer.readUInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  i64(): bigint {
    const value = this.#buffer.readBigInt64LE(this.#at);
    this.#at += 8;
    return value;
  }

  u64(): bigint {
    const value = this.#buffer.readBigUInt64LE(this.#at);
    this.#at += 8;
    return value;
  }

  /** A signed 64-bit integer that is known to be small: milliseconds of a time. */
  i64AsNumber(): number {
    const lo = this.#buffer.readUInt32LE(this.#at);
    const hi = this.#buffer.readInt32LE(this.#at + 4);
    this.#at += 8;
    return hi * 0x1_0000_0000 + lo;
  }

  f64(): number {
    const value = this.#buffer.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  length(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  text(): string {
    const length = this.length();
    const start = this.#at;
    this.#at += length;
    return this.#buffer.toString('utf8', start, this.#at);
  }

  bytes(length: number): Buffer {
    const start = this.#at;
    this.#at += length;
    return this.#buffer.subarray(start, this.#at);
  }

  textMap(): [string, string][] {
    return this.array(() => [this.text(), this.text()]);
  }

  /** Elements of an array, read in their order by `element`. */
  array<T>(element: () => T): T[] {
    return Array.from({ length: this.length() }, element);
  }
}
