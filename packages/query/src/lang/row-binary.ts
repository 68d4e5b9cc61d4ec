import { hexOfEight } from './row-binary-hex.js';
import { KnownTexts } from './row-binary-texts.js';

/** Bytes of a text that is looked for among those read before. */
const KNOWN_BYTES = 32;

/**
 * A cursor over ClickHouse's RowBinary: little-endian numbers, LEB128 lengths. Columns must be read in their order. Reading
 * past the end throws: a short answer is a bug.
 */
export class RowBinaryReader {
  #at = 0;
  readonly #buffer: Buffer;
  readonly #view: DataView;
  #known: KnownTexts | undefined;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#buffer.length;
  }

  /** Where the next `bytes` bytes begin. */
  #take(bytes: number): number {
    const start = this.#at;
    this.#at += bytes;
    if (this.#at > this.#buffer.length)
      throw new RangeError(`BUG: ${this.#at} bytes of ${this.#buffer.length} are read`);
    return start;
  }

  u8(): number {
    return this.#buffer[this.#take(1)]!;
  }

  u32(): number {
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  i64(): bigint {
    const value = this.#view.getBigInt64(this.#at, true);
    this.#at += 8;
    return value;
  }

  u64(): bigint {
    const value = this.#view.getBigUint64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** A signed 64-bit integer that is known to be small: milliseconds of a time. */
  i64AsNumber(): number {
    const lo = this.#view.getUint32(this.#at, true);
    const hi = this.#view.getInt32(this.#at + 4, true);
    this.#at += 8;
    return hi * 0x1_0000_0000 + lo;
  }

  f64(): number {
    const value = this.#view.getFloat64(this.#at, true);
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

  /** Bytes that are no UTF-8 become U+FFFD. */
  text(): string {
    const length = this.length();
    const start = this.#take(length);
    if (length === 0) return '';
    if (length > KNOWN_BYTES) return this.#buffer.toString('utf8', start, this.#at);
    this.#known ??= new KnownTexts(this.#buffer, this.#view);
    return this.#known.text(start, length);
  }

  bytes(length: number): Buffer {
    const start = this.#take(length);
    return this.#buffer.subarray(start, this.#at);
  }

  /** That many bytes as lower-case hex digits. */
  hex(length: number): string {
    const start = this.#take(length);
    return length === 8 ? hexOfEight(this.#buffer, start) : this.#buffer.toString('hex', start, this.#at);
  }

  textMap(): [string, string][] {
    return this.array(() => [this.text(), this.text()]);
  }

  /** Elements of an array, read in their order by `element`. */
  array<T>(element: () => T): T[] {
    const values = new Array<T>(this.length());
    for (let i = 0; i < values.length; i++) values[i] = element();
    return values;
  }
}
