/**
 * Numbers log lines in the order of their arrival, so that lines of equal time keep their order.
 * Monotonic across restarts as long as the clock does not step back by more than the time the process was down:
 * starts at the boot time in microseconds, far faster than lines can arrive.
 */
export class Sequence {
  #lo: number;
  #hi: number;

  constructor(bootMs: number) {
    const start = bootMs * 1000;
    this.#hi = Math.floor(start / 4_294_967_296);
    this.#lo = start - this.#hi * 4_294_967_296;
  }

  /** Advances by one. Read `lo` and `hi` after it. */
  next(): void {
    this.#lo++;
    if (this.#lo === 4_294_967_296) {
      this.#lo = 0;
      this.#hi++;
    }
  }

  get lo(): number {
    return this.#lo;
  }

  get hi(): number {
    return this.#hi;
  }
}
