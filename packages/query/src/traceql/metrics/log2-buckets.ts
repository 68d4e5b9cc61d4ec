/**
 * Counts of values; those above half of a power of two and up to it form a bucket, at the exponent of that power. Only
 * buckets with values are held: a point of a series has few of the 64 there may be, and there are many points.
 */
export class Log2Buckets {
  /** Rising. */
  readonly #exponents: number[] = [];
  readonly #counts: number[] = [];

  add(exponent: number, count: number): void {
    let at = this.#exponents.length;
    while (at > 0 && this.#exponents[at - 1]! > exponent) at--;
    if (at > 0 && this.#exponents[at - 1] === exponent) {
      this.#counts[at - 1]! += count;
      return;
    }
    // `splice` makes an array of what it takes out, every time.
    this.#exponents.push(exponent);
    this.#counts.push(count);
    for (let i = this.#exponents.length - 1; i > at; i--) {
      this.#exponents[i] = this.#exponents[i - 1]!;
      this.#counts[i] = this.#counts[i - 1]!;
    }
    this.#exponents[at] = exponent;
    this.#counts[at] = count;
  }

  /** Rising. */
  get exponents(): readonly number[] {
    return this.#exponents;
  }

  /** 0 where there is none. */
  count(exponent: number): number {
    const at = this.#exponents.indexOf(exponent);
    return at < 0 ? 0 : this.#counts[at]!;
  }

  /** The quantile as Tempo estimates it: rounded up to a whole value and interpolated within its bucket along the exponent. */
  quantile(q: number): number {
    const wanted = Math.max(1, Math.ceil(q * this.#counts.reduce((sum, count) => sum + count, 0)));
    let before = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      const count = this.#counts[i]!;
      if (before + count >= wanted) return 2 ** (this.#exponents[i]! - 1 + (wanted - before) / count);
      before += count;
    }
    // More than all are wanted where weights are no whole numbers.
    const last = this.#exponents.at(-1);
    return last === undefined ? 0 : 2 ** last;
  }
}

/** The bucket of a whole number. Numbers below 2 have none. */
export function log2Bucket(value: bigint): number | undefined {
  return value < 2n ? undefined : (value - 1n).toString(2).length;
}

/** The quantile of all values, between two of them in proportion. Sorts them. */
export function exactQuantile(q: number, values: number[]): number {
  if (values.length === 0) return 0;
  values.sort((a, b) => a - b);
  const place = q * (values.length - 1);
  const low = values[Math.floor(place)]!;
  const high = values[Math.ceil(place)]!;
  return low + (high - low) * (place - Math.floor(place));
}
