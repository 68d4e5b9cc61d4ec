/**
 * Where rows begin when nearly all have one height and the few that differ have been measured. Pixels from the top of the list.
 */
export class RowOffsets {
  /** What a row is taller than the others, by row. */
  readonly #extra = new Map<number, number>();
  #rows: number[] = [];
  /** Sum of what all rows up to the one at the same place in `#rows`, inclusive, are taller. */
  #sums: number[] = [];
  #stale = false;

  constructor(private readonly rowPx: number) {}

  /** @returns what the rows below move by. */
  measure(row: number, px: number): number {
    const extra = px - this.rowPx;
    const before = this.#extra.get(row) ?? 0;
    // Half a pixel is rounding of the layout.
    if (Math.abs(extra - before) < 0.5) return 0;
    if (Math.abs(extra) < 0.5) this.#extra.delete(row);
    else this.#extra.set(row, extra);
    this.#stale = true;
    return extra - before;
  }

  /** Rows of a new list have been measured by nobody. */
  clear(): void {
    this.#extra.clear();
    this.#stale = true;
  }

  offsetOf(row: number): number {
    return row * this.rowPx + this.#extraBefore(row);
  }

  /** The row at a height; rows go on for ever. */
  rowAt(px: number): number {
    // Taller rows only push rows down, so the answer lies at or above the row of a list without them.
    let low = 0;
    let high = Math.max(0, Math.floor(px / this.rowPx));
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.offsetOf(middle) <= px) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #extraBefore(row: number): number {
    if (this.#stale) this.#rebuild();
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : (this.#sums[low - 1] ?? 0);
  }

  #rebuild(): void {
    this.#stale = false;
    this.#rows = [...this.#extra.keys()].sort((a, b) => a - b);
    let sum = 0;
    this.#sums = this.#rows.map((row) => (sum += this.#extra.get(row) ?? 0));
  }
}
