import { hashBytes } from './hash.js';
import type { ProtobufReader } from './reader.js';

/**
 * Where the occurrences of a repeated message field lie inside one message. Encoders write them one behind the other,
 * so a first and a last byte nearly always say it all. Reused: one object a decoder, not one a point.
 */
export class RepeatedField {
  count = 0;
  #first = 0;
  #last = 0;
  #contiguous = true;

  /** `tag`: field number and wire type as they stand on the wire. */
  constructor(readonly tag: number) {}

  clear(): void {
    this.count = 0;
    this.#first = this.#last = 0;
    this.#contiguous = true;
  }

  /** An occurrence from its tag to behind its last byte. */
  add(tagStart: number, end: number): void {
    if (this.count++ === 0) this.#first = tagStart;
    else if (tagStart !== this.#last) this.#contiguous = false;
    this.#last = end;
  }

  /** All occurrences as one string, a byte a character: equal exactly when their bytes are. Moves the cursor when they lie apart. */
  key(reader: ProtobufReader): string {
    if (this.#contiguous)
      return this.#first === this.#last ? '' : reader.bytes.toString('latin1', this.#first, this.#last);
    let key = '';
    this.each(reader, (end) => {
      key += `${end - reader.pos} ${reader.bytes.toString('latin1', reader.pos, end)}`;
    });
    return key;
  }

  /** A hash of all occurrences, equal for equal bytes. Moves the cursor when they lie apart. */
  hash(reader: ProtobufReader, seed: number): number {
    if (this.#contiguous) return hashBytes(reader.buf, this.#first, this.#last, seed);
    let hash = seed;
    this.each(reader, (end) => {
      hash = hashBytes(reader.buf, reader.pos, end, hash);
    });
    return hash;
  }

  /** Calls `visit` with the cursor at the start of each message and its end. Moves the cursor. */
  each(reader: ProtobufReader, visit: (end: number) => void): void {
    reader.pos = this.#first;
    while (reader.pos < this.#last) {
      const tag = reader.uint32(this.#last);
      if (tag !== this.tag) {
        reader.skip(tag, this.#last);
        continue;
      }
      const end = reader.lengthEnd(this.#last);
      visit(end);
      reader.pos = end;
    }
  }
}
