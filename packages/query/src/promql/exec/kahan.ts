/** A sum that carries its rounding error along (Kahan, as Neumaier improved it). */
export class KahanSum {
  sum = 0;
  compensation = 0;

  add(value: number): void {
    const next = this.sum + value;
    if (!Number.isFinite(next)) this.compensation = 0;
    else if (Math.abs(this.sum) >= Math.abs(value)) this.compensation += this.sum - next + value;
    else this.compensation += value - next + this.sum;
    this.sum = next;
  }

  get total(): number {
    return this.sum + this.compensation;
  }
}

/**
 * The mean as Prometheus computes it: sum over count, and from the first overflow of the sum on an incremental mean,
 * both compensated.
 */
export class KahanMean {
  #sum = 0;
  #compensation = 0;
  #mean = 0;
  #incremental = false;
  count = 0;

  add(value: number): void {
    this.count++;
    if (this.count === 1) {
      this.#sum = value;
      return;
    }
    if (!this.#incremental) {
      const before = this.#sum;
      const sum = before + value;
      if (Number.isFinite(sum)) {
        // As `kahanStep`, without a pair for each sample.
        this.#compensation += Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
        this.#sum = sum;
        return;
      }
      this.#incremental = true;
      this.#mean = this.#sum / (this.count - 1);
      this.#compensation /= this.count - 1;
    }
    const q = (this.count - 1) / this.count;
    const [mean, compensation] = kahanStep(value / this.count, q * this.#mean, q * this.#compensation);
    this.#mean = mean;
    this.#compensation = compensation;
  }

  get mean(): number {
    if (this.#incremental) return this.#mean + this.#compensation;
    return this.#sum / this.count + this.#compensation / this.count;
  }
}

/** One compensated addition. */
export function kahanStep(value: number, sum: number, compensation: number): readonly [number, number] {
  const next = sum + value;
  if (!Number.isFinite(next)) return [next, 0];
  const lost = Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
  return [next, compensation + lost];
}
