import { ok, type Result } from '@bongsu/model';
import { allOf, groupBy, POINT_READ, within, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { call, col, infix, param, SPANS, type Expr } from '../../sql/index.js';
import { ofTenant, type SpanScope } from '../compile/scope.js';
import { extentOf, ofTraces } from './of-traces.js';
import { FEW, hexId, type ServiceStats, type TraceSummary } from './trace-summary.js';

export interface TraceStats {
  readonly services: Readonly<Record<string, ServiceStats>>;
  /** Spans in scope that pass the condition; 0 where none was given. */
  readonly matched: number;
}

/**
 * Spans and errors per service by trace id, of whole traces as far as the summaries know them, and how many spans pass
 * a condition that decides alone.
 */
export async function readServiceStats(
  scope: SpanScope,
  condition: Expr | undefined,
  traces: readonly TraceSummary[],
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, TraceStats>, QueryFailure>> {
  if (traces.length === 0) return ok(new Map());
  const matches = condition && allOf([within('start', scope.start, scope.end), condition])!;
  const rows = await runner.rows(
    {
      columns: [
        hexId('trace_id'),
        col('service'),
        call('count'),
        call('countIf', infix(col('status_code'), '=', param('UInt8', 2))),
        ...(matches ? [call('countIf', matches)] : []),
      ].map((expr) => ({ expr })),
      from: { kind: 'table', name: SPANS.name },
      where: allOf([ofTenant(scope), ofTraces(traces, extentOf(traces))])!,
      groupBy: [col('trace_id'), col('service')],
      orderBy: [col('trace_id'), col('service')].map((expr) => ({ expr, direction: 'ASC' })),
      ...(traces.length <= FEW ? { settings: POINT_READ } : {}),
    },
    signal,
  );
  if (!rows.ok) return rows;
  const byTrace = groupBy(rows.value as [string, string, string, string, string?][], ([id]) => id);
  return ok(
    new Map(
      [...byTrace].map(([id, services]) => [
        id,
        {
          services: Object.fromEntries(
            services.map(([, service, spans, errors]) => [
              service,
              { spanCount: Number(spans), errorCount: Number(errors) },
            ]),
          ),
          matched: services.reduce((sum, [, , , , matched]) => sum + Number(matched ?? 0), 0),
        },
      ]),
    ),
  );
}
