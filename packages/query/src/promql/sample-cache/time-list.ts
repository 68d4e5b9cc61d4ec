/** Times of samples in a block as milliseconds from its start, rising. Series that are scraped together share one. */
export class TimeList {
  static #lists = 0;

  /** Tells lists apart. */
  readonly id = TimeList.#lists++;

  constructor(
    public offsets: Uint32Array = new Uint32Array(8),
    public count = 0,
  ) {}

  push(offset: number): void {
    if (this.count === this.offsets.length) {
      const grown = new Uint32Array(2 * this.offsets.length);
      grown.set(this.offsets);
      this.offsets = grown;
    }
    this.offsets[this.count++] = offset;
  }

  /** A list of its own with the first `count` times and room for more. */
  fork(count: number): TimeList {
    const offsets = new Uint32Array(Math.max(8, count + 8));
    offsets.set(this.offsets.subarray(0, count));
    return new TimeList(offsets, count);
  }

  /** How many of the first `count` times are less than `offset`. */
  countBefore(offset: number, count: number): number {
    const { offsets } = this;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (offsets[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Finds lists of the same times, so that one stands for all. */
export class TimeLists {
  readonly #byPlace = new Map<number, TimeList>();
  readonly #byHash = new Map<number, TimeList[]>();
  bytes = 0;

  /** A list of exactly the first `count` times of `list`. */
  intern(list: TimeList, count: number): TimeList {
    // Lists are far fewer than 2^40 and blocks have fewer than 2^13 samples in all but odd cases.
    const place = list.id * 8192 + count;
    const known = count < 8192 ? this.#byPlace.get(place) : undefined;
    if (known !== undefined) return known;
    const own = list.offsets.subarray(0, count);
    let hash = count;
    for (const offset of own) hash = (Math.imul(hash, 31) + offset) | 0;
    const equal = this.#byHash.get(hash)?.find(({ offsets }) => sameTimes(offsets, own));
    const interned = equal ?? new TimeList(own.slice(), count);
    if (equal === undefined) {
      const others = this.#byHash.get(hash);
      if (others) others.push(interned);
      else this.#byHash.set(hash, [interned]);
      this.bytes += 4 * count;
    }
    if (count < 8192) this.#byPlace.set(place, interned);
    return interned;
  }
}

function sameTimes(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
