import type { LabelSet } from '../label-set.js';

/**
 * Lines of one series counted together: they lie in the windows of the steps `first` to `last` and in no other, so
 * nothing of their time matters beyond that. One cell has one `value` (an unwrapped one, bytes, or 1) and the number
 * of `lines` that have it.
 */
export class CellSeries {
  readonly first: number[] = [];
  readonly last: number[] = [];
  readonly value: number[] = [];
  readonly lines: number[] = [];

  constructor(readonly labels: LabelSet) {}

  add(first: number, last: number, value: number, lines: number): void {
    this.first.push(first);
    this.last.push(last);
    this.value.push(value);
    this.lines.push(lines);
  }

  /** Calls `visit` for every step of every cell. */
  forEachStep(visit: (step: number, value: number, lines: number) => void): void {
    for (let i = 0; i < this.first.length; i++) {
      const last = this.last[i]!;
      for (let step = this.first[i]!; step <= last; step++) visit(step, this.value[i]!, this.lines[i]!);
    }
  }
}
