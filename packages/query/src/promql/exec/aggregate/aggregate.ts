import type { AggregateNode } from '../../plan/index.js';
import { METRIC_NAME, type Aggregate } from '../../syntax/index.js';
import type { EvalContext } from '../context.js';
import type { LabelSet } from '../label-set.js';
import { mergeSameLabels, withoutEmpty, type StepSeries } from '../series.js';
import { AGGREGATOR_IMPLS } from './registry.js';

/** Series that are aggregated together. */
export interface Group {
  readonly labels: LabelSet;
  readonly dropName: boolean;
  /** In the order of the input. */
  readonly members: readonly StepSeries[];
}

export interface AggregateInput {
  readonly node: AggregateNode;
  readonly context: EvalContext;
}

/** Folds a group to one value per step; a step where no member has a value has none. */
export interface FoldAggregator {
  readonly kind: 'fold';
  fold(members: readonly StepSeries[], steps: number): { readonly values: Float64Array; readonly present: Uint8Array };
}

/** Gives several series per group: some of its members, or new ones. */
export interface SelectAggregator {
  readonly kind: 'select';
  select(groups: readonly Group[], input: AggregateInput): Promise<readonly StepSeries[]>;
}

export type AggregatorImpl = FoldAggregator | SelectAggregator;

export async function aggregate(node: AggregateNode, context: EvalContext): Promise<readonly StepSeries[]> {
  const impl = AGGREGATOR_IMPLS.get(node.expr.op);
  if (impl === undefined) throw new Error(`BUG: aggregation ${node.expr.op} was planned and is not there`);
  const groups = groupSeries(node.expr, withoutEmpty(await context.vector(node.inner)));
  if (impl.kind === 'select') return mergeSameLabels(await impl.select(groups, { node, context }));
  const result: StepSeries[] = [];
  for (const { labels, dropName, members } of groups) {
    result.push({ labels, dropName, ...impl.fold(members, node.grid.count) });
    await context.budget.spend(members.length * node.grid.count);
  }
  context.budget.hold(result.length * node.grid.count);
  return result;
}

/** Groups by the labels that `by` names or `without` leaves; `without` takes the metric name away, too. */
function groupSeries({ grouping, without }: Aggregate, input: readonly StepSeries[]): readonly Group[] {
  const names = new Set(grouping);
  if (without) names.add(METRIC_NAME);
  const groups = new Map<string, { labels: LabelSet; dropName: boolean; members: StepSeries[] }>();
  for (const series of input) {
    const labels = without ? series.labels.drop(names) : series.labels.keep(names);
    const group = groups.get(labels.key);
    if (group === undefined) groups.set(labels.key, { labels, dropName: series.dropName, members: [series] });
    else {
      group.members.push(series);
      // One member whose name is to go is enough: the result is no longer that metric.
      group.dropName ||= series.dropName;
    }
  }
  return [...groups.values()];
}
