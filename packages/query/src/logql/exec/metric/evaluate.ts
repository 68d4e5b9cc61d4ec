import { assertUnreachable } from '@bongsu/model';
import type { MetricNode, RangeNode } from '../../plan/nodes.js';
import { aggregate } from './aggregate/aggregate.js';
import { evaluateBinary } from './binary/binary.js';
import { aggregateGroups } from './grouped-range.js';
import { failExecution } from './eval-error.js';
import { LabelSet } from './label-set.js';
import { labelReplace } from './label-replace.js';
import { aggregateRange, type RangeContext } from './range-aggregation.js';
import { withoutEmpty, type Evaluated, type StepSeries } from './series.js';

/** Evaluates plan nodes: this defines what a metric query means here. */
export async function evaluate(node: MetricNode, context: RangeContext): Promise<Evaluated> {
  const { budget, grid } = context;
  budget.check();
  switch (node.node) {
    case 'number':
      return { type: 'scalar', value: node.expr.value };
    case 'vector': {
      const values = new Float64Array(grid.count).fill(node.expr.value);
      return vector([{ labels: LabelSet.EMPTY, values, present: new Uint8Array(grid.count).fill(1) }]);
    }
    case 'range-aggregation':
      return vector(await rangeSeries(node, context));
    case 'vector-aggregation':
      return vector(await aggregate(node.expr, await seriesOf(node.inner, context), grid.count, budget));
    case 'label-replace':
      return vector(labelReplace(node.expr, await seriesOf(node.inner, context)));
    case 'binary': {
      const left = await evaluate(node.left, context);
      const right = await evaluate(node.right, context);
      const result = evaluateBinary(node.expr, left, right, grid.count);
      if (result.type === 'scalar') return result;
      budget.hold(result.series.length * grid.count);
      await budget.spend(result.series.length * grid.count);
      return vector(result.series);
    }
    default:
      return assertUnreachable(node);
  }
}

async function rangeSeries(node: RangeNode, context: RangeContext): Promise<readonly StepSeries[]> {
  const { grouping } = node;
  const grouped = grouping && (await aggregateGroups({ ...node, grouping }, context));
  return grouped ?? aggregateRange(node, context);
}

const vector = (series: readonly StepSeries[]): Evaluated => ({ type: 'vector', series: withoutEmpty(series) });

async function seriesOf(node: MetricNode, context: RangeContext): Promise<readonly StepSeries[]> {
  const result = await evaluate(node, context);
  if (result.type !== 'vector') failExecution('an aggregation takes series, not a number: write vector(1) for 1');
  return result.series;
}
