import type { StepColumns } from '../../../../lang/index.js';
import type { CellSeries } from './cell-series.js';

/** A range aggregation over cells: the same as its window function over the lines in them. */
export type CellFold = (cells: CellSeries, steps: number, rangeSeconds: number) => StepColumns;

/** Per step the sum of what cells give for it. Whole numbers stay exact, in whatever order they are added. */
export function totals(
  cells: CellSeries,
  steps: number,
  amount: (value: number, lines: number) => number,
): Float64Array {
  const changes = new Float64Array(steps + 1);
  for (let i = 0; i < cells.first.length; i++) {
    const own = amount(cells.value[i]!, cells.lines[i]!);
    changes[cells.first[i]!]! += own;
    changes[cells.last[i]! + 1]! -= own;
  }
  for (let i = 1; i < steps; i++) changes[i]! += changes[i - 1]!;
  return changes.subarray(0, steps);
}

/** 1 at the steps that have lines. */
export function presentSteps(cells: CellSeries, steps: number): Uint8Array {
  return Uint8Array.from(
    totals(cells, steps, (_, lines) => lines),
    (n) => (n > 0 ? 1 : 0),
  );
}
