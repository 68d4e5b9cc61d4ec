import { nanos, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { daysWithin, POINT_READ, RowBinaryReader, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { and, call, col, infix, param, TRACES, type Expr, type Select } from '../../sql/index.js';
import { ofTenant, type SpanScope } from '../compile/scope.js';
import { TRACE_ID_BYTES } from './stored-id.js';

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

const COLUMNS: readonly string[] = [
  'trace_id',
  'start',
  'end',
  'last_start',
  'root_service',
  'root_name',
  'span_count',
  'error_count',
];
const SERVICE_COLUMNS: readonly string[] = ['service_spans', 'service_errors'];

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
    const condition = and([
      ofTenant({ tenant }),
      infix(col('trace_id'), 'IN', param('Array(String)', ids)),
      range && daysWithin('day', nanos(range.start - DAY), nanos(range.end + DAY)),
    ])!;
    const settings = ids.length <= FEW ? POINT_READ : {};
    const answer = await summed({ prewhere: condition, settings }, true, runner, signal);
    if (!answer.ok) return answer;
    found.push(...answer.value);
  }
  return ok(found);
}

/** Summaries of the tenant's traces that a condition on the table `traces` takes. Services are not told of. */
export const readSummariesWhere = (
  tenant: Tenant,
  condition: Expr,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<TraceSummary[], QueryFailure>> =>
  summed({ where: and([ofTenant({ tenant }), condition])! }, false, runner, signal);

/**
 * The rows are summed up here. There are a few of each trace, and a statement that aggregates ten columns takes the
 * engine as long to plan as to run (31 traces of 5 M spans: 12 ms instead of 15).
 */
async function summed(
  select: Pick<Select, 'prewhere' | 'where' | 'settings'>,
  services: boolean,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<TraceSummary[], QueryFailure>> {
  const names = services ? [...COLUMNS, ...SERVICE_COLUMNS] : COLUMNS;
  const columns = names.map((name) => ({ expr: col(name) }));
  const answer = await runner.binary({ columns, from: { kind: 'table', name: TRACES.name }, ...select }, signal);
  if (!answer.ok) return answer;
  const reader = new RowBinaryReader(answer.value);
  const sums = new Map<string, Sum>();
  while (!reader.done) {
    const row = readRow(reader, services);
    const before = sums.get(row.traceId);
    if (before === undefined) sums.set(row.traceId, row);
    else addTo(before, row);
  }
  return ok(
    [...sums.values()].map(({ services: counts, ...sum }) => ({ ...sum, services: known(sum.spanCount, counts) })),
  );
}

type Sum = { -readonly [K in keyof Omit<TraceSummary, 'services'>]: TraceSummary[K] } & {
  readonly services: Map<string, { spanCount: number; errorCount: number }>;
};

function readRow(reader: RowBinaryReader, services: boolean): Sum {
  const row: Sum = {
    traceId: reader.hex(TRACE_ID_BYTES),
    start: nanos(reader.i64()),
    end: nanos(reader.i64()),
    lastStart: nanos(reader.i64()),
    rootService: reader.text(),
    rootName: reader.text(),
    spanCount: Number(reader.u64()),
    errorCount: Number(reader.u64()),
    services: new Map(),
  };
  if (!services) return row;
  const counts = (): [string, number][] => reader.array(() => [reader.text(), Number(reader.u64())]);
  for (const [service, spanCount] of counts()) row.services.set(service, { spanCount, errorCount: 0 });
  for (const [service, errorCount] of counts()) {
    row.services.set(service, { spanCount: row.services.get(service)?.spanCount ?? 0, errorCount });
  }
  return row;
}

function addTo(sum: Sum, row: Sum): void {
  if (row.start < sum.start) sum.start = row.start;
  if (row.end > sum.end) sum.end = row.end;
  if (row.lastStart > sum.lastStart) sum.lastStart = row.lastStart;
  if (row.rootService > sum.rootService) sum.rootService = row.rootService;
  if (row.rootName > sum.rootName) sum.rootName = row.rootName;
  sum.spanCount += row.spanCount;
  sum.errorCount += row.errorCount;
  for (const [service, { spanCount, errorCount }] of row.services) {
    const before = sum.services.get(service);
    sum.services.set(service, {
      spanCount: spanCount + (before?.spanCount ?? 0),
      errorCount: errorCount + (before?.errorCount ?? 0),
    });
  }
}

/** Undefined where an older version, which did not count by service, has summed up a part of the trace. */
function known(total: number, services: ReadonlyMap<string, ServiceStats>): TraceSummary['services'] {
  let counted = 0;
  for (const { spanCount } of services.values()) counted += spanCount;
  return counted === total ? Object.fromEntries(services) : undefined;
}
