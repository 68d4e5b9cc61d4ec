import type { Fingerprint } from './fingerprint.js';

const FIRST_CAPACITY = 64;

/**
 * A set of fingerprints with a byte each, in typed arrays: 17 bytes a member when it is full, no object. Members
 * are never taken out.
 */
export class FingerprintTable {
  #count = 0;
  #capacity = FIRST_CAPACITY;
  /** Index + 1 at the place of a fingerprint or behind it; 0 is free. Twice as many places as members. */
  #places = new Uint32Array(2 * FIRST_CAPACITY);
  /** Low and high halves. */
  #fingerprints = new Uint32Array(2 * FIRST_CAPACITY);
  #marks = new Uint8Array(FIRST_CAPACITY);

  get size(): number {
    return this.#count;
  }

  /** The index of a member, or -1. */
  find({ lo, hi }: Fingerprint): number {
    const mask = this.#places.length - 1;
    for (let at = lo & mask; ; at = (at + 1) & mask) {
      const index = this.#places[at]! - 1;
      if (index < 0) return -1;
      if (this.#fingerprints[2 * index] === lo && this.#fingerprints[2 * index + 1] === hi) return index;
    }
  }

  /** The fingerprint must not be a member. Returns its index. */
  add({ lo, hi }: Fingerprint): number {
    if (this.#count === this.#capacity) this.#grow();
    const index = this.#count++;
    this.#fingerprints[2 * index] = lo;
    this.#fingerprints[2 * index + 1] = hi;
    this.#place(index);
    return index;
  }

  /** 0 until it is set; 0 to 255. */
  mark(index: number): number {
    return this.#marks[index]!;
  }

  setMark(index: number, mark: number): void {
    this.#marks[index] = mark;
  }

  #place(index: number): void {
    const mask = this.#places.length - 1;
    let at = this.#fingerprints[2 * index]! & mask;
    while (this.#places[at] !== 0) at = (at + 1) & mask;
    this.#places[at] = index + 1;
  }

  #grow(): void {
    this.#capacity *= 2;
    const fingerprints = new Uint32Array(2 * this.#capacity);
    fingerprints.set(this.#fingerprints);
    this.#fingerprints = fingerprints;
    const marks = new Uint8Array(this.#capacity);
    marks.set(this.#marks);
    this.#marks = marks;
    this.#places = new Uint32Array(2 * this.#capacity);
    for (let index = 0; index < this.#count; index++) this.#place(index);
  }
}
