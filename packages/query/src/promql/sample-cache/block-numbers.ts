/** Runs kept: more are joined over their smallest gaps. */
const MAX_RUNS = 64;

interface NumberRun {
  from: number;
  /** Inclusive. */
  to: number;
}

/**
 * Numbers of blocks, as runs of numbers that follow each other. When there are very many runs, numbers between two of
 * them may count as added, too; one that was added always does.
 */
export class BlockNumbers {
  /** In order, with gaps between them. */
  readonly #runs: NumberRun[] = [];

  has(number: number): boolean {
    const run = this.#runs[this.#runAt(number)];
    return run !== undefined && run.from <= number;
  }

  add(number: number): void {
    const at = this.#runAt(number);
    const next = this.#runs[at];
    if (next !== undefined && next.from <= number) return;
    const before = this.#runs[at - 1];
    if (before?.to === number - 1) {
      before.to = number;
      if (next?.from === number + 1) this.#join(at - 1);
    } else if (next?.from === number + 1) next.from = number;
    else this.#runs.splice(at, 0, { from: number, to: number });
    if (this.#runs.length > MAX_RUNS) this.#join(this.#smallestGap());
  }

  /** Place of the first run that does not end before a number. Nearly always that is the last, or none. */
  #runAt(number: number): number {
    let at = this.#runs.length;
    while (at > 0 && this.#runs[at - 1]!.to >= number) at--;
    return at;
  }

  /** Joins a run with the one that follows it. */
  #join(at: number): void {
    this.#runs[at]!.to = this.#runs[at + 1]!.to;
    this.#runs.splice(at + 1, 1);
  }

  #smallestGap(): number {
    let smallest = 0;
    const gap = (at: number): number => this.#runs[at + 1]!.from - this.#runs[at]!.to;
    for (let at = 1; at < this.#runs.length - 1; at++) if (gap(at) < gap(smallest)) smallest = at;
    return smallest;
  }
}
