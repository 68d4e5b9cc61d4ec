import { durationMs, nanos, ok, RowWriter, type Nanos, type Result, type RowLayout, type Tenant } from '@bongsu/model';
import { call, col, infix, lit, LOGS, param, print, printDelete, type Expr } from '@bongsu/query/sql';
import type { Engine, EngineError } from '../engine/engine.js';
import { LOG_DELETIONS } from '../schema/internal-tables.js';

/** `received`: on disk and not carried out yet. `cancelled` ones are not listed. */
export type LogDeletionStatus = 'received' | 'processed' | 'cancelled';

/** A request to delete the lines of a query. */
export interface LogDeletion {
  readonly tenant: Tenant;
  readonly id: string;
  readonly query: string;
  /** Inclusive. */
  readonly start: Nanos;
  /** Exclusive. */
  readonly end: Nanos;
  readonly created: Nanos;
  readonly status: LogDeletionStatus;
}

const ROW: RowLayout = [
  ['tenant', 'String'],
  ['id', 'String'],
  ['query', 'String'],
  ['start', 'Int64'],
  ['end', 'Int64'],
  ['created', 'Int64'],
  ['status', 'String'],
  ['version', 'UInt64'],
];

// A handful of rows.
const LIMITS = { time: durationMs(10_000), memoryBytes: 128 * 1024 * 1024 };

const VERSIONS: Readonly<Record<LogDeletionStatus, number>> = { received: 1, cancelled: 2, processed: 3 };

/** Requests to delete log lines, durably. */
export class LogDeletionTable {
  constructor(private readonly engine: Engine) {}

  /** Stores a request, or its new status. Resolves when it is on disk. */
  put(deletion: LogDeletion): Promise<Result<void, EngineError>> {
    const row = new RowWriter(256);
    row.text(deletion.tenant);
    row.text(deletion.id);
    row.text(deletion.query);
    row.i64big(deletion.start);
    row.i64big(deletion.end);
    row.i64big(deletion.created);
    row.text(deletion.status);
    row.i64(VERSIONS[deletion.status]);
    return this.engine.insert({ table: LOG_DELETIONS, layout: ROW, chunks: [row.take()], rows: 1 });
  }

  /** The requests of a tenant, or of all, oldest first; without those that were cancelled. */
  async list(tenant?: Tenant): Promise<Result<readonly LogDeletion[], EngineError>> {
    const newest = (column: string): Expr => call('argMax', col(column), col('version'));
    const read = await this.engine.query(
      print({
        columns: [col('tenant'), col('id'), ...['query', 'start', 'end', 'created', 'status'].map(newest)].map(
          (expr) => ({
            expr,
          }),
        ),
        from: { kind: 'table', name: LOG_DELETIONS },
        ...(tenant === undefined ? {} : { where: infix(col('tenant'), '=', param('String', tenant)) }),
        groupBy: [col('tenant'), col('id')],
        having: infix(newest('status'), '!=', lit('cancelled')),
        orderBy: [
          { expr: newest('created'), direction: 'ASC' },
          { expr: col('id'), direction: 'ASC' },
        ],
      }),
      'JSONCompactEachRow',
      { limits: LIMITS },
    );
    if (!read.ok) return read;
    const rows = Buffer.from(read.value)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    return ok(rows.map(parseRow));
  }
}

function parseRow(line: string): LogDeletion {
  const [tenant, id, query, start, end, created, status] = JSON.parse(line) as [
    Tenant,
    string,
    string,
    string,
    string,
    string,
    LogDeletionStatus,
  ];
  return {
    tenant,
    id,
    query,
    start: nanos(BigInt(start)),
    end: nanos(BigInt(end)),
    created: nanos(BigInt(created)),
    status,
  };
}

/**
 * Deletes log lines: when it resolves no query sees them any more. The engine marks them in their parts (a
 * lightweight delete) and leaves them out for good when it merges the parts next.
 */
export function deleteLogs(engine: Engine, where: Expr): Promise<Result<void, EngineError>> {
  return engine.command(printDelete(LOGS.name, where));
}
