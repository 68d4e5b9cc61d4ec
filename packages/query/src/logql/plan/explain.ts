import { printLineFilter, printMatcher } from '../syntax/index.js';
import type { LogPlan, PlanNode } from './nodes.js';

/** A line per node: what it does, where it runs and why there. */
export function explainPlan(plan: LogPlan): string {
  return [...plan.labels, ...plan.ids, ...plan.filters]
    .map((node) => `${node.node} ${subject(node)} -> ${node.placement}: ${node.why}`)
    .join('\n');
}

const subject = (node: PlanNode): string =>
  node.node === 'line-filter' ? printLineFilter(node.filter) : printMatcher(node.matcher);
