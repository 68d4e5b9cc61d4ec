import { nanos, ok, type Nanos, type Result } from '@bongsu/model';
import { growingWindows, readResources, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { call, col, SPANS } from '../../sql/index.js';
import { compileSpans } from '../compile/condition.js';
import type { SpanScope } from '../compile/scope.js';
import type { SpanPlan } from '../plan/nodes.js';
import type { SpanTest } from './comparison.js';
import { memoryTest } from './condition.js';
import { hexId, nanosOf, readSpanRow, SPAN_COLUMNS } from './span-row.js';
import { readSummaries, type TraceSummary } from './trace-summary.js';

/** Traces of one page: a few times the usual limit of 20, as a few of them may be older than they look. */
const TRACES_AT_ONCE = 100;
/** Spans of one page when TypeScript decides which of them count. Of 1 KB each: a few MB in memory. */
const SPANS_AT_ONCE = 5000;

/** Matches found from the newest on. */
interface Page {
  readonly traceIds: readonly string[];
  /** All matches after this time are in the page; `undefined` when it holds every match of its range. */
  readonly floor: Nanos | undefined;
}

/**
 * The `limit` newest traces (by their start, then by id) that have a span in scope which passes the plan, and pass
 * `accepts`. Walks back in growing windows. A trace starts no later than any of its spans, so once all matches
 * after a time are known, the traces that start after it are final.
 */
export async function findTraces(
  scope: SpanScope,
  plan: SpanPlan,
  accepts: (trace: TraceSummary) => boolean,
  limit: number,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<TraceSummary[], QueryFailure>> {
  const test = memoryTest(plan);
  const seen = new Set<string>();
  const found: TraceSummary[] = [];
  for (const window of growingWindows(scope.start, scope.end, 'backward')) {
    let end = window.end;
    let size = test ? SPANS_AT_ONCE : TRACES_AT_ONCE;
    for (;;) {
      const part = { tenant: scope.tenant, start: window.start, end };
      const page = test
        ? await pageOfSpans(part, scope, plan, test, size, runner, signal)
        : await pageOfTraces(part, scope, plan, size, runner, signal);
      if (!page.ok) return page;
      const fresh = page.value.traceIds.filter((id) => !seen.has(id));
      for (const id of fresh) seen.add(id);
      const summaries = await readSummaries(scope.tenant, fresh, scope, runner, signal);
      if (!summaries.ok) return summaries;
      found.push(...summaries.value.filter(accepts));

      const { floor } = page.value;
      const final = found.filter((t) => (floor === undefined ? t.start >= window.start : t.start > floor));
      if (final.length >= limit) return ok(newest(final, limit));
      if (floor === undefined) break;
      // Matches at the floor itself may be missing, so the next page has them again.
      const next = nanos(floor + 1n);
      if (next < end) end = next;
      else size *= 2;
    }
  }
  return ok(newest(found, limit));
}

function newest(traces: readonly TraceSummary[], limit: number): TraceSummary[] {
  return [...traces]
    .sort((a, b) => (a.start > b.start ? -1 : a.start < b.start ? 1 : a.traceId < b.traceId ? -1 : 1))
    .slice(0, limit);
}

async function pageOfTraces(
  part: SpanScope,
  scope: SpanScope,
  plan: SpanPlan,
  size: number,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Page, QueryFailure>> {
  const last = call('max', col('start'));
  const rows = await runner.rows(
    {
      columns: [{ expr: hexId('trace_id') }, { expr: nanosOf(last) }],
      from: { kind: 'table', name: SPANS.name },
      where: compileSpans(plan, part, scope),
      groupBy: [col('trace_id')],
      orderBy: [
        { expr: last, direction: 'DESC' },
        { expr: col('trace_id'), direction: 'ASC' },
      ],
      limit: size,
    },
    signal,
  );
  if (!rows.ok) return rows;
  const traceIds = rows.value.map((row) => row[0] as string);
  return ok({ traceIds, floor: rows.value.length < size ? undefined : nanos(BigInt(rows.value.at(-1)![1] as string)) });
}

async function pageOfSpans(
  part: SpanScope,
  scope: SpanScope,
  plan: SpanPlan,
  test: SpanTest,
  size: number,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Page, QueryFailure>> {
  const rows = await runner.rows(
    {
      columns: SPAN_COLUMNS,
      from: { kind: 'table', name: SPANS.name },
      where: compileSpans(plan, part, scope),
      orderBy: [
        { expr: col('start'), direction: 'DESC' },
        { expr: col('trace_id'), direction: 'ASC' },
        { expr: col('span_id'), direction: 'ASC' },
      ],
      limit: size,
    },
    signal,
  );
  if (!rows.ok) return rows;
  const spans = rows.value.map(readSpanRow);
  const resources = await readResources(
    scope,
    spans.map((s) => s.resource),
    runner,
    signal,
  );
  if (!resources.ok) return resources;
  const matching = spans.filter((span) => test({ span, resource: resources.value.get(span.resource) }));
  return ok({
    traceIds: [...new Set(matching.map((s) => s.traceId))],
    floor: spans.length < size ? undefined : spans.at(-1)!.start,
  });
}
