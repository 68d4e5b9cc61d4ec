import { durationMs } from '@bongsu/model';
import { formatDuration } from '../../lang/index.js';
import { print, type Expr } from '../syntax/index.js';
import { inputs, type Fetch, type Grid, type Plan, type PlanNode } from './node.js';

/** One line per node: what it does, where, and why there; inputs indented below it. Then what is read. */
export function explain(plan: Plan): string {
  const lines: string[] = [];
  describeNode(plan.root, 0, lines);
  for (const fetch of plan.fetches) lines.push(describeFetch(fetch));
  return lines.join('\n');
}

function describeNode(node: PlanNode, depth: number, lines: string[]): void {
  const { where, why } = node.placement;
  lines.push(`${'  '.repeat(depth)}${title(node)} [${where}: ${why}] ${describeGrid(node.grid)}`);
  for (const input of inputs(node)) describeNode(input, depth + 1, lines);
}

function title(node: PlanNode): string {
  switch (node.kind) {
    case 'number':
    case 'string':
      return `${node.kind} ${node.value}`;
    case 'selector':
      return `selector fetch ${node.fetch.id} lookback ${formatDuration(node.lookback)}`;
    case 'window':
      return `window fetch ${node.fetch.id} range ${formatDuration(node.range)}`;
    case 'subquery':
      return `subquery range ${formatDuration(node.range)}`;
    case 'repeat':
      return 'repeat';
    case 'unary':
    case 'binary':
    case 'aggregate':
      return `${node.kind} ${node.expr.op}`;
    case 'call':
      return `call ${node.expr.func}`;
    case 'grid-call':
      return `call ${node.expr.func} as ${node.sqlFunction}`;
  }
}

const describeGrid = ({ start, step, count }: Grid): string =>
  count === 1 ? `@${start}` : `@${start} +${step} x${count}`;

function describeFetch(fetch: Fetch): string {
  const selector: Expr = {
    kind: 'vector',
    matchers: fetch.matchers,
    offset: durationMs(0),
    pos: { start: 0, end: 0 },
  };
  const { where, why } = fetch.placement;
  return `fetch ${fetch.id} ${print(selector)} (${fetch.after}, ${fetch.until}] [${where}: ${why}]`;
}
