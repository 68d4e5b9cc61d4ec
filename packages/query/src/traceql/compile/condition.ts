import { allOf, anyOf, withinBuckets } from '../../lang/index.js';
import { lit, SPANS, type Expr } from '../../sql/index.js';
import type { SpanPlan } from '../plan/nodes.js';
import type { Condition } from '../syntax/index.js';
import { compileComparison } from './comparison.js';
import { ofTenant, type SpanScope } from './scope.js';

/** The spans of `scope` that pass every node placed in the engine; resources are looked for within `resources`. */
export function compileSpans(plan: SpanPlan, scope: SpanScope, resources: SpanScope = scope): Expr {
  return allOf([
    ofTenant(scope),
    withinBuckets(SPANS, 'start', scope.start, scope.end),
    ...plan.filters.filter((n) => n.placement === 'clickhouse').map((n) => compileCondition(n.condition, resources)),
  ])!;
}

function compileCondition(condition: Condition, scope: SpanScope): Expr {
  switch (condition.kind) {
    case 'constant':
      return lit(condition.value ? 1 : 0);
    case 'comparison':
      return compileComparison(condition, scope);
    case 'logical': {
      const parts = chain(condition).map((part) => compileCondition(part, scope));
      return (condition.op === '&&' ? allOf : anyOf)(parts)!;
    }
  }
}

/** `a || b || c` as its parts: a chain of one operator becomes one call, however long it is. */
function chain(condition: Extract<Condition, { kind: 'logical' }>): Condition[] {
  const parts: Condition[] = [];
  let at: Condition = condition;
  while (at.kind === 'logical' && at.op === condition.op) {
    parts.push(at.right);
    at = at.left;
  }
  parts.push(at);
  return parts.reverse();
}
