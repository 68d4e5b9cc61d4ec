import type { Grouping, VectorAggregation } from '../../../syntax/index.js';
import type { Budget } from '../budget.js';
import { compareLabels, LabelSet } from '../label-set.js';
import { withoutEmpty, type StepSeries } from '../series.js';
import { AGGREGATOR_IMPLS } from './registry.js';

/** Series that are aggregated together, in the order of their labels. */
export interface Group {
  readonly labels: LabelSet;
  readonly members: readonly StepSeries[];
}

export async function aggregate(
  { op, k, grouping }: VectorAggregation,
  input: readonly StepSeries[],
  steps: number,
  budget: Budget,
): Promise<readonly StepSeries[]> {
  const impl = AGGREGATOR_IMPLS[op];
  // Sums of floats depend on their order; the labels' order is the same for every executor.
  const series = [...withoutEmpty(input)].sort((a, b) => compareLabels(a.labels, b.labels));
  const result: StepSeries[] = [];
  for (const { labels, members } of groupSeries(grouping, series)) {
    if (impl.kind === 'fold') result.push({ labels, ...impl.fold(members, steps) });
    else result.push(...impl.select(members, steps, k ?? members.length));
    await budget.spend(members.length * steps);
  }
  budget.hold(result.length * steps);
  return result;
}

/** The labels a series keeps: those that `by` names, or all but those that `without` does; none without grouping. */
export function groupedLabels(grouping: Grouping | undefined): (labels: LabelSet) => LabelSet {
  if (grouping === undefined) return () => LabelSet.EMPTY;
  const names = new Set(grouping.labels);
  return grouping.kind === 'by' ? (labels) => labels.keep(names) : (labels) => labels.drop(names);
}

function groupSeries(grouping: Grouping | undefined, input: readonly StepSeries[]): readonly Group[] {
  const labelsOf = groupedLabels(grouping);
  const groups = new Map<string, { labels: LabelSet; members: StepSeries[] }>();
  for (const series of input) {
    const labels = labelsOf(series.labels);
    const group = groups.get(labels.key);
    if (group === undefined) groups.set(labels.key, { labels, members: [series] });
    else group.members.push(series);
  }
  return [...groups.values()].sort((a, b) => compareLabels(a.labels, b.labels));
}
