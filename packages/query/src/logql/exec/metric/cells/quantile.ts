import type { CellFold } from './cell-fold.js';

type Weighted = readonly [value: number, lines: number];

/** The quantile, interpolated between its neighbours; infinite for q outside [0, 1]. */
export const quantileOfCells =
  (q: number): CellFold =>
  (cells, steps) => {
    const inWindow = Array.from({ length: steps }, (): Weighted[] => []);
    cells.forEachStep((step, value, lines) => inWindow[step]!.push([value, lines]));
    return {
      values: Float64Array.from(inWindow, (found) => (found.length === 0 ? 0 : quantileOf(q, found))),
      present: Uint8Array.from(inWindow, (found) => (found.length === 0 ? 0 : 1)),
    };
  };

function quantileOf(q: number, found: Weighted[]): number {
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  // NaN comes first, as Loki sorts.
  found.sort(([a], [b]) =>
    Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(b)) - Number(Number.isNaN(a)) : a - b,
  );
  const total = found.reduce((sum, [, lines]) => sum + lines, 0);
  const rank = q * (total - 1);
  const lower = Math.floor(rank);
  const weight = rank - lower;
  return valueAt(found, lower) * (1 - weight) + valueAt(found, Math.min(total - 1, lower + 1)) * weight;
}

function valueAt(sorted: readonly Weighted[], rank: number): number {
  let passed = 0;
  for (const [value, lines] of sorted) {
    passed += lines;
    if (rank < passed) return value;
  }
  throw new Error(`BUG: no value of rank ${rank}`);
}
