import { nanos, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { POINT_READ, withinBuckets, type QueryFailure, type SqlRunner } from '../lang/index.js';
import { and, call, col, infix, lit, LOGS, param, SPANS, TRACES, type Expr, type Select } from '../sql/index.js';

/** A service that took part in a trace, and what else is stored of it at that time. */
export interface RelatedService {
  readonly name: string;
  readonly spanCount: number;
  readonly errorCount: number;
  /** Lines that carry the trace's id. */
  readonly logsById: number;
  /** Lines without any trace id from the time of the trace. */
  readonly logsByTime: number;
}

export interface RelatedSignals {
  /** Start of the first span. */
  readonly start: Nanos;
  /** End of the last span, inclusive. */
  readonly end: Nanos;
  /** By name; also services that only logged. */
  readonly services: readonly RelatedService[];
}

export interface RelatedRequest {
  readonly tenant: Tenant;
  /** 32 hex digits. */
  readonly traceId: string;
}

/** A line may be written some time before or after the spans it belongs to: batches, retries, clocks. */
const AROUND = 3_600_000_000_000n;

/** What belongs to a trace; `undefined` for a trace that is not known. */
export async function related(
  { tenant, traceId }: RelatedRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<RelatedSignals | undefined, QueryFailure>> {
  const ofTenant = infix(col('tenant'), '=', param('String', tenant));
  const ofTrace = infix(col('trace_id'), '=', param('String', Buffer.from(traceId, 'hex')));
  const summary = await runner.rows(
    {
      columns: [call('min', col('start')), call('max', col('last_start')), call('max', col('end'))]
        .map((time) => ({ expr: call('toUnixTimestamp64Nano', time) }))
        .concat({ expr: call('count') }),
      from: { kind: 'table', name: TRACES.name },
      where: and([ofTenant, ofTrace])!,
      settings: POINT_READ,
    },
    signal,
  );
  if (!summary.ok) return summary;
  const [first, last, until, parts] = summary.value[0] as [string, string, string, string];
  if (parts === '0') return ok(undefined);
  const start = nanos(BigInt(first));
  const end = nanos(BigInt(until));

  const spans = await runner.rows(
    byService(
      SPANS.name,
      [ofTenant, withinBuckets(SPANS, 'start', start, nanos(BigInt(last) + 1n)), ofTrace],
      [call('countIf', infix(col('status_code'), '=', lit(2)))],
    ),
    signal,
  );
  if (!spans.ok) return spans;
  const names = spans.value.map(([name]) => name as string);
  const around = withinBuckets(LOGS, 'ts', nanos(start - AROUND), nanos(end + AROUND));
  const byId = await runner.rows(byService(LOGS.name, [ofTenant, around, ofTrace]), signal);
  if (!byId.ok) return byId;
  const byTime = await runner.rows(
    byService(LOGS.name, [
      ofTenant,
      withinBuckets(LOGS, 'ts', start, nanos(end + 1n)),
      infix(col('service'), 'IN', param('Array(String)', names)),
      infix(col('trace_id'), '=', param('String', new Uint8Array(16))),
    ]),
    signal,
  );
  if (!byTime.ok) return byTime;

  const found = new Map<string, RelatedService>();
  const add = (name: string, part: Partial<RelatedService>): void => {
    found.set(name, { ...(found.get(name) ?? { ...NOTHING, name }), ...part });
  };
  for (const [name, spanCount, errorCount] of spans.value as [string, string, string][]) {
    add(name, { spanCount: Number(spanCount), errorCount: Number(errorCount) });
  }
  for (const [name, lines] of byId.value as [string, string][]) add(name, { logsById: Number(lines) });
  for (const [name, lines] of byTime.value as [string, string][]) add(name, { logsByTime: Number(lines) });
  return ok({ start, end, services: [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) });
}

const NOTHING: Omit<RelatedService, 'name'> = { spanCount: 0, errorCount: 0, logsById: 0, logsByTime: 0 };

/** Rows by service, with more aggregates of them. */
const byService = (table: string, conditions: readonly Expr[], more: readonly Expr[] = []): Select => ({
  columns: [col('service'), call('count'), ...more].map((expr) => ({ expr })),
  from: { kind: 'table', name: table },
  where: and(conditions)!,
  groupBy: [col('service')],
});
