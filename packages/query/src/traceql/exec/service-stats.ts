import { ok, type Result } from '@bongsu/model';
import { groupBy, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { and, call, col, infix, param, SPANS, type Expr } from '../../sql/index.js';
import { compileSpans } from '../compile/condition.js';
import type { SpanScope } from '../compile/scope.js';
import { extentOf } from './load-traces.js';
import { hexId, idBytes, type TraceSummary } from './trace-summary.js';

export const inTraces = (traces: readonly TraceSummary[]): Expr =>
  infix(
    col('trace_id'),
    'IN',
    param(
      'Array(FixedString(16))',
      traces.map((t) => idBytes(t.traceId)),
    ),
  );

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
      where: and([compileSpans(part, undefined), inTraces(traces)])!,
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

/** Matching spans of each trace, of a condition that decides alone. */
export async function readMatchCounts(
  scope: SpanScope,
  condition: Expr | undefined,
  traces: readonly TraceSummary[],
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, number>, QueryFailure>> {
  const counted = await runner.rows(
    {
      columns: [{ expr: hexId('trace_id') }, { expr: call('count') }],
      from: { kind: 'table', name: SPANS.name },
      where: and([compileSpans(scope, condition), inTraces(traces)])!,
      groupBy: [col('trace_id')],
    },
    signal,
  );
  return counted.ok ? ok(new Map(counted.value.map(([id, count]) => [id as string, Number(count)]))) : counted;
}
