import { quoteGoString } from '../../lang/index.js';
import { printLineFilter, printMatcher } from '../syntax/index.js';
import type { LogPlan, MetricNode, Placed, PrefilterNode, RangeNode } from './nodes.js';

/** A line per node: what it does, where it runs and why there. */
export function explainLogs(plan: LogPlan): string {
  return linesOf(plan).join('\n');
}

/** As `explainLogs`; inputs of a node stand below it, further in. */
export function explainMetric(node: MetricNode): string {
  return metricLines(node).join('\n');
}

const placed = (title: string, { placement, why }: Placed): string => `${title} -> ${placement}: ${why}`;
const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function linesOf({ labels, ids, filters, prefilters, stages }: LogPlan): string[] {
  return [
    ...labels.map((node) => placed(`label-match ${printMatcher(node.matcher)}`, node)),
    ...ids.map((node) => placed(`id-match ${printMatcher(node.matcher)}`, node)),
    ...filters.map((node) => placed(`line-filter ${printLineFilter(node.filter)}`, node)),
    ...prefilters.map((node) => placed(`prefilter ${prefilterTitle(node)}`, node)),
    ...stages.map((node) => placed(node.stage.kind, node)),
  ];
}

function prefilterTitle(node: PrefilterNode): string {
  if (node.kind === 'text') return node.texts.map(quoteGoString).join(' or ');
  return `${node.names.join()} ${node.op} ${node.text}`;
}

function metricLines(node: MetricNode): string[] {
  switch (node.node) {
    case 'number':
    case 'vector':
      return [placed(`${node.node} ${node.expr.value}`, node)];
    case 'range-aggregation':
      return [placed(rangeTitle(node), node), ...indented(linesOf(node.lines))];
    case 'vector-aggregation':
      return [placed(node.expr.op, node), ...indented(metricLines(node.inner))];
    case 'label-replace':
      return [placed('label_replace', node), ...indented(metricLines(node.inner))];
    case 'binary':
      return [placed(node.expr.op, node), ...indented([...metricLines(node.left), ...metricLines(node.right)])];
  }
}

function rangeTitle({ expr, labels }: RangeNode): string {
  const grouped = labels.kind === 'all' ? '' : ` ${labels.kind} (${labels.labels.join(', ')})`;
  return `${expr.op}${grouped}`;
}
