import type { CallNode } from '../../plan/index.js';
import type { EvalContext, SeriesFunction } from '../context.js';
import { numbersOnly } from '../series.js';

export function warnIfRange(node: CallNode, { isRange, annotations }: EvalContext): void {
  if (!isRange) return;
  annotations.warn('sort is ineffective for range queries since results are always ordered by labels', node.expr.pos);
}

/** Orders the one step of an instant query, NaN last; a range query is ordered by labels whatever this does. */
const sorting = (direction: 1 | -1): SeriesFunction => ({
  kind: 'series',
  evaluate: async (node, context) => {
    const series = (await context.vector(node.args[0]!)).map(numbersOnly);
    warnIfRange(node, context);
    if (node.grid.count !== 1) return { type: 'vector', series };
    const there = series.filter((one) => one.present[0] === 1);
    const ordered = there.sort((a, b) => {
      const x = a.values[0]!;
      const y = b.values[0]!;
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
      return direction * (x < y ? -1 : x > y ? 1 : 0);
    });
    return { type: 'vector', series: ordered };
  },
});

export const sort = sorting(1);
export const sortDesc = sorting(-1);
