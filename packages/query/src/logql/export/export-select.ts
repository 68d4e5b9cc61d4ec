import { err, ok, type Result } from '@bongsu/model';
import { allOf, type SqlRunner } from '../../lang/index.js';
import { call, col, infix, lit, LOGS, LOG_STREAMS, type Expr, type Select } from '../../sql/index.js';
import { pageConditions } from '../compile/log-page.js';
import { streamCondition } from '../compile/streams.js';
import type { LogqlError } from '../error.js';
import { rowPredicate } from '../exec/row-predicate.js';
import { StreamSet } from '../exec/stream-set.js';
import { planLogs } from '../plan/plan.js';
import { understand } from '../understand.js';
import type { ExportRequest } from './export-lines.js';

const UNDECIDED =
  'the engine alone writes Parquet: the query may have a selector and line filters that it evaluates (see explain), no other stages';

/** A statement that gives the lines of a query as columns, in no order: where the engine can evaluate all of it. */
export async function exportSelect(
  { query, ...scope }: ExportRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Select, LogqlError>> {
  const understood = understand(query);
  if (!understood.ok) return understood;
  const { query: parsed } = understood.value;
  if (parsed.kind !== 'log-query') {
    return err({ kind: 'unsupported', message: 'a metric query has no lines to export', range: parsed.range });
  }
  const plan = planLogs(parsed, 'auto');
  const streams = await StreamSet.resolve(scope, plan.labels, runner, signal);
  if (!streams.ok) return streams;
  const decided =
    plan.stages.length === 0 &&
    plan.filters.every(({ placement }) => placement === 'clickhouse') &&
    rowPredicate(plan, streams.value) === undefined;
  if (!decided) return err({ kind: 'unsupported', message: UNDECIDED, range: parsed.range });
  const labels: Select = {
    columns: [{ expr: col('fingerprint') }, { expr: call('any', col('labels')), as: 'stream_labels' }],
    from: { kind: 'table', name: LOG_STREAMS.name },
    where: streamCondition(scope, []),
    groupBy: [col('fingerprint')],
  };
  return ok({
    columns: [
      { expr: col('ts'), as: 'time' },
      { expr: col('body'), as: 'line' },
      { expr: col('stream_labels') },
      { expr: col('attributes') },
      { expr: call('toString', col('detected_level')), as: 'level' },
      { expr: idText('trace_id'), as: 'trace' },
      { expr: idText('span_id'), as: 'span' },
    ],
    from: { kind: 'table', name: LOGS.name },
    joins: [
      {
        type: 'LEFT ANY',
        source: { kind: 'select', select: labels, as: 's' },
        on: infix(col('stream'), '=', col('fingerprint', 's')),
      },
    ],
    where: allOf(pageConditions({ ...scope, streams: streams.value.choice, ...plan }))!,
  });
}

/** '' for none, which is stored as zero bytes. */
const idText = (column: string): Expr =>
  call('if', call('notEmpty', col(column)), call('lower', call('hex', col(column))), lit(''));
