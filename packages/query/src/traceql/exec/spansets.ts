import { nanos, ok, type Nanos, type Result } from '@bongsu/model';
import { groupBy, readResources, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { and, call, col, infix, param, SPANS, type Expr } from '../../sql/index.js';
import { compileSpans } from '../compile/condition.js';
import type { SpanScope } from '../compile/scope.js';
import type { SpanPlan } from '../plan/nodes.js';
import { memoryTest } from './condition.js';
import { hexId, readSpanRow, SPAN_COLUMNS, type SpanWithResource } from './span-row.js';
import { idBytes, type TraceSummary } from './trace-summary.js';

/** The matching spans of a trace: how many there are, and the first of them by start. */
export interface MatchedSpans {
  readonly matched: number;
  readonly spans: readonly SpanWithResource[];
}

const inTraces = (traces: readonly TraceSummary[]): Expr =>
  infix(
    col('trace_id'),
    'IN',
    param(
      'Array(FixedString(16))',
      traces.map((t) => idBytes(t.traceId)),
    ),
  );

/** Matching spans in scope by trace id, at most `perTrace` of each. `traces` is not empty. */
export async function readMatchedSpans(
  scope: SpanScope,
  plan: SpanPlan,
  traces: readonly TraceSummary[],
  perTrace: number,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, MatchedSpans>, QueryFailure>> {
  const test = memoryTest(plan);
  const part = narrowed(scope, traces);
  const where = and([compileSpans(plan, part, scope), inTraces(traces)])!;
  const rows = await runner.rows(
    {
      columns: SPAN_COLUMNS,
      from: { kind: 'table', name: SPANS.name },
      where,
      orderBy: [col('trace_id'), col('start'), col('span_id')].map((expr) => ({ expr, direction: 'ASC' })),
      ...(test ? {} : { limitBy: { limit: perTrace, by: [col('trace_id')] } }),
    },
    signal,
  );
  if (!rows.ok) return rows;
  const read = rows.value.map(readSpanRow);
  const resources = await readResources(
    scope,
    read.map((s) => s.resource),
    runner,
    signal,
  );
  if (!resources.ok) return resources;
  const all = read.map((span): SpanWithResource => ({ span, resource: resources.value.get(span.resource) }));
  const byTrace = groupBy(test ? all.filter(test) : all, ({ span }) => span.traceId);

  const counts = new Map<string, number>();
  if (!test) {
    const counted = await runner.rows(
      {
        columns: [{ expr: hexId('trace_id') }, { expr: call('count') }],
        from: { kind: 'table', name: SPANS.name },
        where,
        groupBy: [col('trace_id')],
      },
      signal,
    );
    if (!counted.ok) return counted;
    for (const [id, count] of counted.value) counts.set(id as string, Number(count));
  }
  return ok(
    new Map(
      [...byTrace].map(([id, spans]) => [
        id,
        { matched: counts.get(id) ?? spans.length, spans: spans.slice(0, perTrace) },
      ]),
    ),
  );
}

export interface ServiceStats {
  readonly spanCount: number;
  readonly errorCount: number;
}

/** Spans and errors per service by trace id, of whole traces as far as the summaries know them. */
export async function readServiceStats(
  scope: SpanScope,
  traces: readonly TraceSummary[],
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, Readonly<Record<string, ServiceStats>>>, QueryFailure>> {
  const part = { tenant: scope.tenant, ...extentOf(traces) };
  const rows = await runner.rows(
    {
      columns: [
        hexId('trace_id'),
        col('service'),
        call('count'),
        call('countIf', infix(col('status_code'), '=', param('UInt8', 2))),
      ].map((expr) => ({ expr })),
      from: { kind: 'table', name: SPANS.name },
      where: and([compileSpans({ filters: [] }, part), inTraces(traces)])!,
      groupBy: [col('trace_id'), col('service')],
      orderBy: [col('trace_id'), col('service')].map((expr) => ({ expr, direction: 'ASC' })),
    },
    signal,
  );
  if (!rows.ok) return rows;
  const byTrace = groupBy(rows.value as [string, string, string, string][], ([id]) => id);
  return ok(
    new Map(
      [...byTrace].map(([id, services]) => [
        id,
        Object.fromEntries(
          services.map(([, service, spans, errors]) => [
            service,
            { spanCount: Number(spans), errorCount: Number(errors) },
          ]),
        ),
      ]),
    ),
  );
}

/** Starts of the traces' spans: [first, last]. */
function extentOf(traces: readonly TraceSummary[]): { start: Nanos; end: Nanos } {
  const first = traces.reduce((least, t) => (t.start < least ? t.start : least), traces[0]!.start);
  const last = traces.reduce((most, t) => (t.lastStart > most ? t.lastStart : most), traces[0]!.lastStart);
  return { start: first, end: nanos(last + 1n) };
}

function narrowed(scope: SpanScope, traces: readonly TraceSummary[]): SpanScope {
  const extent = extentOf(traces);
  return {
    tenant: scope.tenant,
    start: extent.start > scope.start ? extent.start : scope.start,
    end: extent.end < scope.end ? extent.end : scope.end,
  };
}
