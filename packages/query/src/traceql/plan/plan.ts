import { StatementRoom, whyNotEngineRegex } from '../../lang/index.js';
import { printCondition, type Comparison, type Condition } from '../syntax/index.js';
import type { Executor, FilterNode, SpanPlan } from './nodes.js';

/** Plans a checked condition; `undefined` takes every span. */
export function planSpans(condition: Condition | undefined, executor: Executor): SpanPlan {
  if (condition === undefined) return { filters: [] };
  const room = new StatementRoom();
  return { filters: conjuncts(condition).map((part) => place(part, executor, room)) };
}

/** The parts that must all hold. `a || b && c` is `(a || b) && c`. */
function conjuncts(condition: Condition): Condition[] {
  const parts: Condition[] = [];
  const pending = [condition];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.kind === 'logical' && next.op === '&&') pending.push(next.right, next.left);
    else parts.push(next);
  }
  return parts;
}

function comparisons(condition: Condition): Comparison[] {
  switch (condition.kind) {
    case 'constant':
      return [];
    case 'comparison':
      return [condition];
    case 'logical':
      return [...comparisons(condition.left), ...comparisons(condition.right)];
  }
}

function place(condition: Condition, executor: Executor, room: StatementRoom): FilterNode {
  const node = { node: 'filter', condition } as const;
  if (executor === 'memory') return { ...node, placement: 'memory', why: 'the memory executor was asked for' };
  const leaves = comparisons(condition);
  for (const { op, literal } of leaves) {
    if ((op !== '=~' && op !== '!~') || literal.type !== 'string') continue;
    const obstacle = whyNotEngineRegex(literal.value);
    if (obstacle !== undefined) return { ...node, placement: 'memory', why: obstacle };
  }
  // An attribute's comparison takes about four conditions of SQL and repeats its name and value as often.
  const texts = leaves.flatMap((leaf) => Array.from({ length: 4 }, () => printCondition(leaf)));
  if (!room.take(texts)) {
    return { ...node, placement: 'memory', why: 'one statement has no room for so many conditions' };
  }
  return { ...node, placement: 'clickhouse', why: 'typed comparison of stored values' };
}

/** A line per node: what it does, where it runs and why there. */
export function explainPlan(plan: SpanPlan): string {
  return plan.filters.map((n) => `filter ${printCondition(n.condition)} -> ${n.placement}: ${n.why}`).join('\n');
}
