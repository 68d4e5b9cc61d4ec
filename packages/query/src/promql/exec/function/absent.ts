import { METRIC_NAME, unwrap, type Expr } from '../../syntax/index.js';
import type { EvalContext, SeriesFunction } from '../context.js';
import type { CallNode } from '../../plan/index.js';
import { LabelSet } from '../label-set.js';
import type { StepSeries } from '../series.js';
import { forEachWindow } from '../window.js';

/** What a selector says for certain about the series that is missing: labels it names once, with `=`. */
function labelsOf(expr: Expr): LabelSet {
  const inner = unwrap(expr);
  const selector = inner.kind === 'matrix' ? inner.selector : inner;
  if (selector.kind !== 'vector') return LabelSet.EMPTY;
  const matchers = selector.matchers.filter(({ name }) => name !== METRIC_NAME);
  const certain = matchers.filter((m) => m.op === '=' && matchers.filter(({ name }) => name === m.name).length === 1);
  return LabelSet.of(certain.map(({ name, value }) => [name, value]));
}

/** 1 at the steps where nothing is there. */
function whereMissing(node: CallNode, there: Uint8Array): readonly StepSeries[] {
  if (!there.includes(0)) return [];
  const values = new Float64Array(there.length).fill(1);
  const present = there.map((one) => 1 - one);
  return [{ labels: labelsOf(node.expr.args[0]!), dropName: false, values, present }];
}

export const absent: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const there = new Uint8Array(node.grid.count);
    for (const { present } of await context.vector(node.args[0]!)) {
      for (let i = 0; i < there.length; i++) if (present[i] === 1) there[i] = 1;
    }
    return { type: 'vector', series: whereMissing(node, there) };
  },
};

export const absentOverTime: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => ({
    type: 'vector',
    series: whereMissing(node, await thereOverTime(node, context)),
  }),
};

async function thereOverTime(node: CallNode, context: EvalContext): Promise<Uint8Array> {
  const there = new Uint8Array(node.grid.count);
  const matrix = await context.evaluate(node.args[0]!);
  if (matrix.type !== 'matrix') throw new Error(`BUG: absent_over_time was given a ${matrix.type}`);
  for (const series of matrix.windows.series) {
    forEachWindow(series, matrix.windows, node.grid, (_, i) => {
      there[i] = 1;
    });
  }
  return there;
}
