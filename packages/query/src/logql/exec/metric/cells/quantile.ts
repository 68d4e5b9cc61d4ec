import type { CellFold } from './cell-fold.js';

/** Values of a step in order, and of how many lines each is. */
interface Weighted {
  readonly values: number[];
  readonly lines: number[];
}

/** The quantile, interpolated between its neighbours; infinite for q outside [0, 1]. */
export const quantileOfCells =
  (q: number): CellFold =>
  (cells, steps) => {
    const inWindow = Array.from({ length: steps }, (): Weighted => ({ values: [], lines: [] }));
    for (const cell of byValue(cells.value)) {
      const last = cells.last[cell]!;
      for (let step = cells.first[cell]!; step <= last; step++) {
        inWindow[step]!.values.push(cells.value[cell]!);
        inWindow[step]!.lines.push(cells.lines[cell]!);
      }
    }
    return {
      values: Float64Array.from(inWindow, (found) => (found.values.length === 0 ? 0 : quantileOf(q, found))),
      present: Uint8Array.from(inWindow, (found) => (found.values.length === 0 ? 0 : 1)),
    };
  };

/**
 * Indices of values in rising order, NaN first as Loki sorts, equal ones in the order they have. There are few distinct
 * values among many, so those are sorted and the indices dealt out to them.
 */
function byValue(values: readonly number[]): Uint32Array {
  const seen = new Set<number>();
  for (let i = 0; i < values.length; i++) if (i === 0 || values[i] !== values[i - 1]) seen.add(values[i]!);
  const distinct = [...seen].sort((a, b) =>
    Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(b)) - Number(Number.isNaN(a)) : a - b,
  );
  const places = new Map(distinct.map((value, place) => [value, place]));
  const placeOf = new Uint32Array(values.length);
  const next = new Uint32Array(distinct.length + 1);
  for (let i = 0; i < values.length; i++) {
    // Cells of one group of lines come together.
    const place = i > 0 && values[i] === values[i - 1] ? placeOf[i - 1]! : places.get(values[i]!)!;
    placeOf[i] = place;
    next[place + 1]!++;
  }
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1]!;
  const order = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) order[next[placeOf[i]!]!++] = i;
  return order;
}

function quantileOf(q: number, { values, lines }: Weighted): number {
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const total = lines.reduce((sum, count) => sum + count, 0);
  const rank = q * (total - 1);
  const lower = Math.floor(rank);
  const weight = rank - lower;
  const valueAt = (wanted: number): number => {
    let passed = 0;
    for (let i = 0; i < values.length; i++) {
      passed += lines[i]!;
      if (wanted < passed) return values[i]!;
    }
    throw new Error(`BUG: no value of rank ${wanted}`);
  };
  return valueAt(lower) * (1 - weight) + valueAt(Math.min(total - 1, lower + 1)) * weight;
}
