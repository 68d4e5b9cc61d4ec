import type { Millis, Tenant } from '@bongsu/model';
import { storableMillis } from './storable-time.js';
import { and, call, col, infix, lit, param, SAMPLES, subquery, type Expr, type Select } from '../../sql/index.js';

/** Which samples: of these series, in `(after, until]`. */
export interface SampleWindow {
  readonly tenant: Tenant;
  /** The metrics the series belong to; none where `series` alone decides. */
  readonly metrics: readonly string[];
  /** The series, or a query for them where a list would be too long; absent for all series of the metrics. */
  readonly series?: readonly bigint[] | Select;
  readonly after: Millis;
  readonly until: Millis;
}

const instant = (ms: Millis): Expr => call('fromUnixTimestamp64Milli', param('Int64', storableMillis(ms)), lit('UTC'));

export function sampleCondition(window: SampleWindow, time = 'ts'): Expr {
  const { metrics, series } = window;
  return and([
    infix(col('tenant'), '=', param('String', window.tenant)),
    metricCondition(metrics),
    series && infix(col('fingerprint'), 'IN', 'columns' in series ? subquery(series) : param('Array(UInt64)', series)),
    infix(col(time), '>', instant(window.after)),
    infix(col(time), '<=', instant(window.until)),
  ])!;
}

function metricCondition(metrics: readonly string[]): Expr | undefined {
  if (metrics.length === 0) return undefined;
  if (metrics.length === 1) return infix(col('metric'), '=', param('String', metrics[0]!));
  return infix(col('metric'), 'IN', param('Array(String)', metrics));
}

/**
 * Fingerprint, time, value and, if wanted, start in the order of the sorting key, so that a series' samples come together and in order.
 * At most `limit` rows: the caller asks for one more than it may read.
 */
export function samplesSelect(window: SampleWindow, limit: number, withStart: boolean): Select {
  const columns = ['fingerprint', 'ts', 'value', ...(withStart ? ['start'] : [])];
  return {
    columns: columns.map((name) => ({ expr: col(name) })),
    from: { kind: 'table', name: SAMPLES.name },
    where: sampleCondition(window),
    orderBy: [
      { expr: col('metric'), direction: 'ASC' },
      { expr: col('fingerprint'), direction: 'ASC' },
      { expr: col('ts'), direction: 'ASC' },
      // Of two samples at one time the greater comes last, as the grid functions take it.
      { expr: col('value'), direction: 'ASC' },
    ],
    limit,
  };
}
