import type { SeriesFunction } from '../context.js';
import { greater, lesser } from './go-extreme.js';

/** The greater or smaller of two scalars; NaN where either is, unless the other is the infinity that wins anyway. */
const extreme = (of: (a: number, b: number) => number): SeriesFunction => ({
  kind: 'series',
  evaluate: async (node, context) => {
    const a = await context.scalar(node.args[0]!);
    const b = await context.scalar(node.args[1]!);
    return { type: 'scalar', values: a.map((value, i) => of(value, b[i]!)) };
  },
});

export const maxOf = extreme(greater);
export const minOf = extreme(lesser);
