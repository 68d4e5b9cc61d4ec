import type { LogPlan } from '../plan/nodes.js';
import { idPredicate } from './id-match.js';
import type { LogRow } from './log-row.js';
import type { StreamSet } from './stream-set.js';

/** What a selector's statements leave undecided of a row; `undefined` when they decide everything. */
export function rowPredicate(plan: LogPlan, streams: StreamSet): ((row: LogRow) => boolean) | undefined {
  const tests: ((row: LogRow) => boolean)[] = [];
  const { accepts } = streams;
  if (accepts) tests.push((row) => accepts(row.stream));
  for (const node of plan.ids) {
    if (node.placement !== 'memory') continue;
    const passes = idPredicate(node);
    tests.push(node.column === 'trace_id' ? (row) => passes(row.traceId) : (row) => passes(row.spanId));
  }
  return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
}
