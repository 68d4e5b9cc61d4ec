import type { StepColumns } from '../../../../lang/index.js';
import type { CellSeries } from './cell-series.js';

/** A range aggregation over cells: the same as its window function over the lines in them. */
export type CellFold = (cells: CellSeries, steps: number, rangeSeconds: number) => StepColumns;

/** Per step the lines of its window or, where groups have them, their sums. Exact, in whatever order they are added. */
export function totals(cells: CellSeries, steps: number, of: 'lines' | 'sums'): Float64Array {
  const changes = new Float64Array(steps + 1);
  const { first, last } = cells.steps;
  for (const group of cells.groups) {
    const amounts = of === 'sums' ? group.sums! : group.lines;
    for (let i = 0; i < group.cell.length; i++) {
      const cell = group.cell[i]!;
      changes[first(cell)]! += amounts[i]!;
      changes[last(cell) + 1]! -= amounts[i]!;
    }
  }
  for (let i = 1; i < steps; i++) changes[i]! += changes[i - 1]!;
  return changes.subarray(0, steps);
}

/** 1 at the steps that have lines. */
export function presentSteps(cells: CellSeries, steps: number): Uint8Array {
  return Uint8Array.from(totals(cells, steps, 'lines'), (n) => (n > 0 ? 1 : 0));
}
