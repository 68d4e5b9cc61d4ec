import { nanos, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { daysWithin, POINT_READ, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { and, call, col, infix, param, TRACES, type Expr, type Select } from '../../sql/index.js';
import { ofTenant, type SpanScope } from '../compile/scope.js';

export interface ServiceStats {
  readonly spanCount: number;
  readonly errorCount: number;
}

/** A trace as the `traces` table sums it up. */
export interface TraceSummary {
  readonly traceId: string;
  readonly start: Nanos;
  readonly end: Nanos;
  /** Start of the span that starts last. */
  readonly lastStart: Nanos;
  /** '' until the span without parent arrives. */
  readonly rootService: string;
  readonly rootName: string;
  readonly spanCount: number;
  readonly errorCount: number;
  /** By service; undefined where it was not asked for, or an older version has summed up a part of the trace. */
  readonly services: Readonly<Record<string, ServiceStats>> | undefined;
}

export const hexId = (column: string): Expr => call('lower', call('hex', col(column)));
export const nanosOf = (time: Expr): Expr => call('toUnixTimestamp64Nano', time);
export const idBytes = (traceId: string): Uint8Array => Buffer.from(traceId, 'hex');

/** Traces that are a point read: a granule or two each. */
export const FEW = 64;

const DAY = 86_400_000_000_000n;

const SERVICES: readonly Expr[] = ['service_spans', 'service_errors'].map((name) => call('sumMap', col(name)));

/**
 * Summaries of traces by id (32 hex digits). With a `range`, of their days in it and one more on either side:
 * a trace that runs for longer is summed up in part. Services are told of.
 */
export async function readSummaries(
  tenant: Tenant,
  traceIds: readonly string[],
  range: Pick<SpanScope, 'start' | 'end'> | undefined,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<TraceSummary[], QueryFailure>> {
  const found: TraceSummary[] = [];
  // 1000 ids of 64 escaped bytes: far below the engine's bound of 256 KiB on a statement.
  for (let i = 0; i < traceIds.length; i += 1000) {
    const ids = traceIds.slice(i, i + 1000).map(idBytes);
    const where = and([
      infix(col('trace_id'), 'IN', param('Array(FixedString(16))', ids)),
      range && daysWithin('day', nanos(range.start - DAY), nanos(range.end + DAY)),
    ])!;
    const settings = ids.length <= FEW ? POINT_READ : {};
    const rows = await readSummariesWhere(tenant, where, runner, signal, { columns: SERVICES, settings });
    if (!rows.ok) return rows;
    found.push(...rows.value);
  }
  return ok(found);
}

/** Summaries of the tenant's traces that a condition on the table `traces` takes. Services are not told of. */
export async function readSummariesWhere(
  tenant: Tenant,
  condition: Expr,
  runner: SqlRunner,
  signal?: AbortSignal,
  more: Pick<Select, 'settings'> & { readonly columns?: readonly Expr[] } = {},
): Promise<Result<TraceSummary[], QueryFailure>> {
  const rows = await runner.rows(
    {
      columns: [
        hexId('trace_id'),
        nanosOf(call('min', col('start'))),
        nanosOf(call('max', col('end'))),
        nanosOf(call('max', col('last_start'))),
        call('max', col('root_service')),
        call('max', col('root_name')),
        call('sum', col('span_count')),
        call('sum', col('error_count')),
        ...(more.columns ?? []),
      ].map((expr) => ({ expr })),
      from: { kind: 'table', name: TRACES.name },
      where: and([ofTenant({ tenant }), condition])!,
      groupBy: [col('trace_id')],
      settings: more.settings ?? {},
    },
    signal,
  );
  return rows.ok ? ok(rows.value.map(readSummary)) : rows;
}

type Counts = Readonly<Record<string, string>>;
type Columns = [string, string, string, string, string, string, string, string, Counts?, Counts?];

function readSummary(row: readonly unknown[]): TraceSummary {
  const c = row as Columns;
  return {
    traceId: c[0],
    start: nanos(BigInt(c[1])),
    end: nanos(BigInt(c[2])),
    lastStart: nanos(BigInt(c[3])),
    rootService: c[4],
    rootName: c[5],
    spanCount: Number(c[6]),
    errorCount: Number(c[7]),
    services: servicesOf(Number(c[6]), c[8], c[9]),
  };
}

function servicesOf(total: number, spans: Counts = {}, errors: Counts = {}): TraceSummary['services'] {
  const services = Object.entries(spans).map(([service, count]): [string, ServiceStats] => [
    service,
    { spanCount: Number(count), errorCount: Number(errors[service] ?? 0) },
  ]);
  const known = services.reduce((sum, [, { spanCount }]) => sum + spanCount, 0);
  return known === total ? Object.fromEntries(services) : undefined;
}
