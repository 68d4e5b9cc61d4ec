import type { SeriesFunction } from '../context.js';

/** The greater or smaller of two scalars; NaN where either is. */
const extreme = (of: (a: number, b: number) => number): SeriesFunction => ({
  kind: 'series',
  evaluate: async (node, context) => {
    const a = await context.scalar(node.args[0]!);
    const b = await context.scalar(node.args[1]!);
    return { type: 'scalar', values: a.map((value, i) => of(value, b[i]!)) };
  },
});

export const maxOf = extreme(Math.max);
export const minOf = extreme(Math.min);
