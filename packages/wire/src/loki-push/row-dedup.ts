/** Tells rows of one request that say the same apart from their sequence number. Rows are byte ranges of one buffer. */
export class RowDedup {
  // Open addressing: start + 1 of a row, 0 for a free slot. The rest of a row is found by its number.
  #slots = new Int32Array(64);
  #starts: number[] = [];
  #ends: number[] = [];
  #hashes: number[] = [];

  clear(): void {
    if (this.#slots.length > 1 << 16) this.#slots = new Int32Array(64);
    else this.#slots.fill(0);
    this.#starts = [];
    this.#ends = [];
    this.#hashes = [];
  }

  /**
   * True when an earlier row equals `[start, end)` of `buf` but for the eight bytes at `ignoredAt` after the start;
   * otherwise the row is remembered. Equal rows must have equal hashes.
   */
  seen(buf: Uint8Array, start: number, end: number, ignoredAt: number, hash: number): boolean {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 8) & mask;
    for (;;) {
      const found = this.#slots[slot]!;
      if (found === 0) break;
      if (this.#hashes[found - 1] === hash && this.#equal(buf, found - 1, start, end, ignoredAt)) return true;
      slot = (slot + 1) & mask;
    }
    this.#starts.push(start);
    this.#ends.push(end);
    this.#hashes.push(hash);
    this.#slots[slot] = this.#starts.length;
    if (this.#starts.length * 2 > this.#slots.length) this.#grow();
    return false;
  }

  #equal(buf: Uint8Array, row: number, start: number, end: number, ignoredAt: number): boolean {
    const other = this.#starts[row]!;
    if (this.#ends[row]! - other !== end - start) return false;
    for (let i = 0; i < end - start; i++) {
      if (i === ignoredAt) i += 8;
      if (buf[other + i] !== buf[start + i]) return false;
    }
    return true;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (const [row, hash] of this.#hashes.entries()) {
      let slot = (Math.imul(hash, 0x9e3779b1) >>> 8) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.#slots = slots;
  }
}
