import type { LabelSet } from '../label-set.js';

/** Tells the first and the last step, both inclusive, whose windows hold the lines of a cell. */
export interface CellSteps {
  readonly first: (cell: number) => number;
  readonly last: (cell: number) => number;
}

/** Lines of equal text by the cell that they lie in; a cell may come more than once. */
export interface CellGroup {
  /** What each of the lines counts: an unwrapped value, or 1. */
  readonly value: number;
  readonly cell: readonly number[];
  /** Lines of each cell. */
  readonly lines: readonly number[];
  /** In place of `value` what all lines of each cell count together: their bytes. */
  readonly sums?: readonly number[];
}

/**
 * Lines of one series counted together: those of a cell lie in the windows of its steps and in no other, so nothing of
 * their time matters beyond that. Groups are kept as they were read: cells are many, and few have a value of their own.
 */
export class CellSeries {
  readonly groups: CellGroup[] = [];

  constructor(
    readonly labels: LabelSet,
    readonly steps: CellSteps,
  ) {}

  add(group: CellGroup): void {
    this.groups.push(group);
  }

  /** Calls `visit` for every step of every cell. */
  forEachStep(visit: (step: number, value: number, lines: number) => void): void {
    const { first, last } = this.steps;
    for (const { value, cell, lines } of this.groups) {
      for (let i = 0; i < cell.length; i++) {
        const end = last(cell[i]!);
        for (let step = first(cell[i]!); step <= end; step++) visit(step, value, lines[i]!);
      }
    }
  }
}
