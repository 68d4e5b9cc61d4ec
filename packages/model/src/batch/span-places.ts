/**
 * Bits for parts that most spans do not have; as `traces.rare` holds them. A set bit says that a span may have the part.
 */
export const RARE_PARTS = { events: 1, links: 2, drops: 4, flags: 8, texts: 16 } as const;

/** Called with bytes 8 to 15 of a trace id as two numbers, and with what {@link SpanPlaces.add} was given besides. */
export type VisitPlace = (idHi: number, idLo: number, seconds: number, rare: number) => void;

const FIRST_CAPACITY = 64;

/** Where the spans of a batch lie, an entry each: by what trace, when, and with which rare parts. */
export class SpanPlaces {
  #count = 0;
  /** Two halves of the last eight bytes of the trace id: the others are zero where ids have 64 bits. */
  #ids = new Uint32Array(2 * FIRST_CAPACITY);
  #seconds = new Uint32Array(FIRST_CAPACITY);
  #rare = new Uint8Array(FIRST_CAPACITY);

  get count(): number {
    return this.#count;
  }

  /**
   * @param at where the 16 bytes of the trace id begin in `buf`.
   * @param seconds start of the span in whole seconds since the epoch, one more or less at most.
   * @param rare bits of {@link RARE_PARTS}.
   */
  add(buf: Uint8Array, at: number, seconds: number, rare: number): void {
    if (this.#count === this.#rare.length) this.#grow();
    const index = this.#count++;
    this.#ids[2 * index] = halfOfId(buf, at + 8);
    this.#ids[2 * index + 1] = halfOfId(buf, at + 12);
    this.#seconds[index] = seconds;
    this.#rare[index] = rare;
  }

  forEach(visit: VisitPlace): void {
    for (let i = 0; i < this.#count; i++) {
      visit(this.#ids[2 * i]!, this.#ids[2 * i + 1]!, this.#seconds[i]!, this.#rare[i]!);
    }
  }

  #grow(): void {
    const ids = new Uint32Array(4 * this.#count);
    ids.set(this.#ids);
    this.#ids = ids;
    const seconds = new Uint32Array(2 * this.#count);
    seconds.set(this.#seconds);
    this.#seconds = seconds;
    const rare = new Uint8Array(2 * this.#count);
    rare.set(this.#rare);
    this.#rare = rare;
  }
}

/** Four bytes of an id as a number, the first the highest. */
export const halfOfId = (buf: Uint8Array, at: number): number =>
  ((buf[at]! << 24) | (buf[at + 1]! << 16) | (buf[at + 2]! << 8) | buf[at + 3]!) >>> 0;
