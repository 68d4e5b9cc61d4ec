import { totals, type CellFold } from './cell-fold.js';
import type { CellGroup } from './cell-series.js';

/** The quantile, interpolated between its neighbours; infinite for q outside [0, 1]. */
export const quantileOfCells =
  (q: number): CellFold =>
  (cells, steps) => {
    const total = totals(cells, steps, 'lines');
    const present = Uint8Array.from(total, (n) => (n > 0 ? 1 : 0));
    if (q < 0 || q > 1) return { values: new Float64Array(steps).fill(q < 0 ? -Infinity : Infinity), present };
    const rank = total.map((n) => q * (n - 1));
    // The lines of a window go by in rising order of value; two of them are its neighbours.
    const passed = new Float64Array(steps);
    const lower = new Float64Array(steps);
    const upper = new Float64Array(steps);
    const { first, last } = cells.steps;
    for (const { value, cell, lines } of [...cells.groups].sort(byValue)) {
      for (let i = 0; i < cell.length; i++) {
        const end = last(cell[i]!);
        for (let step = first(cell[i]!); step <= end; step++) {
          const before = passed[step]!;
          const after = before + lines[i]!;
          const below = Math.floor(rank[step]!);
          const above = Math.min(total[step]! - 1, below + 1);
          if (below >= before && below < after) lower[step] = value;
          if (above >= before && above < after) upper[step] = value;
          passed[step] = after;
        }
      }
    }
    const values = rank.map((at, step) => {
      const weight = at - Math.floor(at);
      return present[step] === 0 ? 0 : lower[step]! * (1 - weight) + upper[step]! * weight;
    });
    return { values, present };
  };

/** NaN first, as Loki sorts. */
function byValue({ value: a }: CellGroup, { value: b }: CellGroup): number {
  return Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(b)) - Number(Number.isNaN(a)) : a - b;
}
