import type { AggregateNode } from '../../plan/index.js';
import type { Aggregate } from '../../syntax/index.js';
import type { EvalContext } from '../context.js';
import { METADATA, type LabelSet } from '../label-set.js';
import { nativeAnnotations } from '../native-annotations.js';
import { hasHistograms, mergeSameLabels, numbersOnly, withoutEmpty, type StepSeries } from '../series.js';
import type { Columns, FoldAggregator, Group } from './aggregator.js';
import { AGGREGATOR_IMPLS } from './registry.js';

export async function aggregate(node: AggregateNode, context: EvalContext): Promise<readonly StepSeries[]> {
  const impl = AGGREGATOR_IMPLS.get(node.expr.op);
  if (impl === undefined) throw new Error(`BUG: aggregation ${node.expr.op} was planned and is not there`);
  const input = withoutEmpty(await context.vector(node.inner));
  const taken = impl.histograms === 'ignored' ? withoutHistograms(input, node, context) : input;
  const groups = groupSeries(node.expr, taken);
  if (impl.kind === 'select') return mergeSameLabels(await impl.select(groups, { node, context }));
  const result: StepSeries[] = [];
  for (const { labels, dropName, members } of groups) {
    result.push({ labels, dropName, ...folded(impl, members, node, context) });
    await context.budget.spend(members.length * node.grid.count);
  }
  context.budget.hold(result.length * node.grid.count);
  return result;
}

function folded(
  impl: FoldAggregator,
  members: readonly StepSeries[],
  { expr, grid }: AggregateNode,
  { annotations }: EvalContext,
): Columns {
  const { histograms } = impl;
  if (typeof histograms !== 'function' || !members.some(hasHistograms)) return impl.fold(members, grid.count);
  return histograms(members, grid.count, { annotations, at: expr.expr.pos });
}

/** The numbers of the input; that there was more is reported. */
function withoutHistograms(
  input: readonly StepSeries[],
  { expr }: AggregateNode,
  { annotations }: EvalContext,
): readonly StepSeries[] {
  if (!input.some(hasHistograms)) return input;
  // Prometheus points at the whole of these two, at the argument of others.
  const at = expr.op === 'topk' || expr.op === 'bottomk' ? expr.pos : expr.expr.pos;
  nativeAnnotations.ignoredInAggregation(annotations, expr.op, at);
  return withoutEmpty(input.map(numbersOnly));
}

/** Groups by the labels that `by` names or `without` leaves; `without` takes the metric's name, type and unit away, too. */
function groupSeries({ grouping, without }: Aggregate, input: readonly StepSeries[]): readonly Group[] {
  const names = new Set(grouping);
  if (without) for (const name of METADATA) names.add(name);
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
