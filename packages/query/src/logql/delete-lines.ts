import { err, nanos, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { allOf, withinBuckets, type SqlRunner } from '../lang/index.js';
import { col, infix, LOGS, param, type Expr } from '../sql/index.js';
import { pageConditions, type Position } from './compile/log-page.js';
import type { LogqlError } from './error.js';
import type { PipelineLimits } from './exec/pipeline/index.js';
import { readLines } from './exec/read-lines.js';
import { rowPredicate } from './exec/row-predicate.js';
import { StreamSet } from './exec/stream-set.js';
import { planLogs } from './plan/plan.js';
import type { LogQuery } from './syntax/index.js';
import { understand } from './understand.js';

export interface LinesToDelete {
  readonly tenant: Tenant;
  /** A log query: the lines that pass it. */
  readonly query: string;
  /** Inclusive. */
  readonly start: Nanos;
  /** Exclusive. */
  readonly end: Nanos;
  /** What a line may cost in the query's stages; defaults where absent. */
  readonly pipelineLimits?: PipelineLimits;
}

/** Lines named one by one in a statement: 20 bytes of text each. */
const BATCH = 20_000;

/** The query of a deletion, or why it is none: a metric query has no lines. */
export function deletionQuery(text: string): Result<LogQuery, LogqlError> {
  const understood = understand(text);
  if (!understood.ok) return understood;
  const { query } = understood.value;
  if (query.kind === 'log-query') return ok(query);
  return err({ kind: 'unsupported', message: 'a metric query has no log lines to delete', range: query.range });
}

/**
 * Conditions on the table of logs that hold exactly for the lines that pass the query. Lines for which one holds are
 * to be deleted before the next is asked for. One is enough where the engine decides the whole query; otherwise the
 * lines are found by the executor of queries and named by time and sequence number.
 */
export async function* linesToDelete(
  request: LinesToDelete,
  runner: SqlRunner,
  signal?: AbortSignal,
): AsyncGenerator<Result<Expr, LogqlError>> {
  const query = deletionQuery(request.query);
  if (!query.ok) {
    yield query;
    return;
  }
  const plan = planLogs(query.value, 'auto', request.pipelineLimits);
  const streams = await StreamSet.resolve(request, plan.labels, runner, signal);
  if (!streams.ok) {
    yield streams;
    return;
  }
  if (streams.value.isEmpty) return;
  const decided =
    rowPredicate(plan, streams.value) === undefined &&
    plan.stages.length === 0 &&
    plan.filters.every(({ placement }) => placement === 'clickhouse');
  if (decided) {
    yield ok(allOf(pageConditions({ ...request, streams: streams.value.choice, ...plan }))!);
    return;
  }

  let after: Position | undefined;
  for (;;) {
    const wanted = { direction: 'forward', limit: BATCH, ...(after === undefined ? {} : { after }) } as const;
    const found = await readLines(streams.value, plan, wanted, signal);
    if (!found.ok) {
      yield found;
      return;
    }
    after = found.value.at(-1);
    if (after === undefined) return;
    yield ok(named(request.tenant, found.value));
    if (found.value.length < BATCH) return;
  }
}

/** Of lines in ascending order of time. */
function named(tenant: Tenant, lines: readonly Position[]): Expr {
  const first = lines[0]!.ts;
  const last = lines.at(-1)!.ts;
  const sequence = lines.map(({ seq }) => seq);
  return allOf([
    infix(col('tenant'), '=', param('String', tenant)),
    withinBuckets(LOGS, 'ts', first, nanos(last + 1n)),
    infix(col('seq'), 'IN', param('Array(UInt64)', sequence)),
  ])!;
}
