import type { SpanPlan } from '../plan/nodes.js';
import type { Condition } from '../syntax/index.js';
import { comparisonTest, type SpanTest } from './comparison.js';

export function conditionTest(condition: Condition): SpanTest {
  switch (condition.kind) {
    case 'constant':
      return () => condition.value;
    case 'comparison':
      return comparisonTest(condition);
    case 'logical': {
      const left = conditionTest(condition.left);
      const right = conditionTest(condition.right);
      return condition.op === '&&' ? (span) => left(span) && right(span) : (span) => left(span) || right(span);
    }
  }
}

/** What the statements leave undecided; `undefined` when they decide everything. */
export function memoryTest(plan: SpanPlan): SpanTest | undefined {
  const tests = plan.filters.filter((n) => n.placement === 'memory').map((n) => conditionTest(n.condition));
  return tests.length === 0 ? undefined : (span) => tests.every((test) => test(span));
}
