import { finished, hashBytes } from '../protobuf/hash.js';
import type { ProtobufReader } from '../protobuf/reader.js';
import { validUtf8 } from '../protobuf/utf8.js';

/** The symbols table of a version 2 request: where each text lies, and two hashes of it. Reused: one object a decoder. */
export class Symbols {
  #count = 0;
  #capacity = 1024;
  #starts = new Uint32Array(1024);
  #ends = new Uint32Array(1024);
  #hashes = new Uint32Array(2048);

  constructor(private readonly reader: ProtobufReader) {}

  get size(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  /** The next symbol, from the cursor to `end`. Moves the cursor. */
  add(end: number): void {
    const { reader } = this;
    if (this.#count === this.#capacity) this.#grow();
    const index = this.#count++;
    this.#starts[index] = reader.pos;
    this.#ends[index] = end;
    this.#hashes[2 * index] = finished(hashBytes(reader.buf, reader.pos, end, 1));
    this.#hashes[2 * index + 1] = finished(hashBytes(reader.buf, reader.pos, end, 2));
    reader.pos = end;
  }

  #grow(): void {
    this.#capacity *= 2;
    const grown = (from: Uint32Array): Uint32Array<ArrayBuffer> => {
      const to = new Uint32Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.#starts = grown(this.#starts);
    this.#ends = grown(this.#ends);
    this.#hashes = grown(this.#hashes);
  }

  hashLo(index: number): number {
    return this.#hashes[2 * index]!;
  }

  hashHi(index: number): number {
    return this.#hashes[2 * index + 1]!;
  }

  isUtf8(index: number): boolean {
    return validUtf8(this.reader.buf, this.#starts[index]!, this.#ends[index]!);
  }

  /** Invalid UTF-8 becomes U+FFFD. */
  text(index: number): string {
    return this.reader.bytes.toString('utf8', this.#starts[index], this.#ends[index]);
  }
}
