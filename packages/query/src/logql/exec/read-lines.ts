import { ok, type Result } from '@bongsu/model';
import { growingWindows, type Direction, type QueryFailure, type SqlRunner, type Window } from '../../lang/index.js';
import { compileLogPage, type Position } from '../compile/log-page.js';
import type { LogPlan } from '../plan/nodes.js';
import { idPredicate } from './id-match.js';
import { linePredicate } from './pipeline/line-filter.js';
import { readLogRow, type LogRow } from './log-row.js';
import type { StreamSet } from './stream-set.js';

/** Lines of one statement when TypeScript decides which of them count. Of 1 KB each: a few MB in memory. */
const PAGE = 5000;

/**
 * The first `limit` lines of the streams in the order of `direction` that pass the whole plan. Reads windows that
 * grow from where the answer starts, each in pages, and stops as soon as it has enough.
 */
export async function readLines(
  streams: StreamSet,
  plan: LogPlan,
  direction: Direction,
  limit: number,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<LogRow[], QueryFailure>> {
  const passes = memoryPredicate(plan, streams);
  const { tenant, start, end } = streams.scope;
  const lines: LogRow[] = [];
  for (const window of windowsOf(plan, start, end, direction)) {
    let after: Position | undefined;
    for (;;) {
      const wanted = limit - lines.length;
      if (wanted <= 0) return ok(lines);
      const pageSize = passes ? PAGE : wanted;
      const page = { tenant, ...window, after, direction, limit: pageSize, streams: streams.choice };
      const rows = await runner.rows(compileLogPage({ ...page, ids: plan.ids, filters: plan.filters }), signal);
      if (!rows.ok) return rows;
      const read = rows.value.map(readLogRow);
      lines.push(...(passes ? read.filter(passes) : read).slice(0, wanted));
      after = read.at(-1);
      if (read.length < pageSize) break;
    }
  }
  return ok(lines);
}

/** An id leads to few granules by its index wherever they are, so its lines are looked for everywhere at once. */
function windowsOf(plan: LogPlan, start: Window['start'], end: Window['end'], direction: Direction): Iterable<Window> {
  if (end <= start) return [];
  const byId = plan.ids.some(
    ({ matcher, placement }) => placement === 'clickhouse' && matcher.op === '=' && matcher.value !== '',
  );
  return byId ? [{ start, end }] : growingWindows(start, end, direction);
}

/** What the statements leave undecided; `undefined` when they decide everything. */
function memoryPredicate(plan: LogPlan, streams: StreamSet): ((row: LogRow) => boolean) | undefined {
  const tests: ((row: LogRow) => boolean)[] = [];
  const { accepts } = streams;
  if (accepts) tests.push((row) => accepts(row.stream));
  for (const node of plan.ids) {
    if (node.placement !== 'memory') continue;
    const passes = idPredicate(node);
    tests.push(node.column === 'trace_id' ? (row) => passes(row.traceId) : (row) => passes(row.spanId));
  }
  for (const node of plan.filters) {
    if (node.placement !== 'memory') continue;
    const passes = linePredicate(node.filter);
    tests.push((row) => passes(row.line));
  }
  return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
}
