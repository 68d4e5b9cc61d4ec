import { type Column } from '../align.js';

export interface Stackable {
  readonly values: Column;
  /** Series of one group lie on each other. */
  readonly stack: string | undefined;
}

/**
 * Columns as they are drawn: each on the sum of those before it in its group, negative values downwards on their own. A gap of one series
 * counts as nothing for those above it.
 * @param percent each point as its share of the group's total, 0 to 100.
 */
export function stacked(series: readonly Stackable[], percent: boolean): readonly Column[] {
  const totals = percent ? totalsOf(series) : undefined;
  const tops = new Map<string, { up: number[]; down: number[] }>();
  return series.map(({ values, stack }) => {
    if (stack === undefined) return values;
    const top = tops.get(stack) ?? { up: values.map(() => 0), down: values.map(() => 0) };
    tops.set(stack, top);
    return values.map((value, at) => {
      if (value === null) return null;
      const total = totals?.get(stack)?.[at] ?? 0;
      const part = totals ? (total === 0 ? 0 : (value / total) * 100) : value;
      const side = part < 0 ? top.down : top.up;
      side[at] = (side[at] ?? 0) + part;
      return side[at];
    });
  });
}

function totalsOf(series: readonly Stackable[]): ReadonlyMap<string, readonly number[]> {
  const totals = new Map<string, number[]>();
  for (const { values, stack } of series) {
    if (stack === undefined) continue;
    const total = totals.get(stack) ?? values.map(() => 0);
    totals.set(stack, total);
    for (const [at, value] of values.entries()) total[at] = (total[at] ?? 0) + Math.abs(value ?? 0);
  }
  return totals;
}

/** For each stacked series the one below it in its group; the lowest stands on zero. Positions in `series`. */
export function below(series: readonly Stackable[]): readonly (number | undefined)[] {
  const last = new Map<string, number>();
  return series.map(({ stack }, at) => {
    if (stack === undefined) return undefined;
    const under = last.get(stack);
    last.set(stack, at);
    return under;
  });
}
