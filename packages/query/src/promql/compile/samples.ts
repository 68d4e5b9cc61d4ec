import type { Millis, Tenant } from '@bongsu/model';
import { POINT_READ } from '../../lang/index.js';
import { storableMillis } from './storable-time.js';
import { and, call, col, infix, lit, param, SAMPLES, subquery, type Expr, type Select } from '../../sql/index.js';

/** Which samples: of these series, in `(after, until]`. */
export interface SampleWindow {
  readonly tenant: Tenant;
  /** The metrics the series belong to; none where `series` alone decides. */
  readonly metrics: readonly string[];
  /** The series, or a query for them where a list would be too long; absent for all series of the metrics. */
  readonly series?: readonly bigint[] | Select;
  /** First and last fingerprint, both inclusive; absent for all. */
  readonly between?: readonly [first: bigint, last: bigint];
  readonly after: Millis;
  readonly until: Millis;
}

const instant = (ms: Millis): Expr => call('fromUnixTimestamp64Milli', param('Int64', storableMillis(ms)), lit('UTC'));

export function sampleCondition(window: SampleWindow, time = 'ts'): Expr {
  const { metrics, series, between } = window;
  return and([
    infix(col('tenant'), '=', param('String', window.tenant)),
    metricCondition(metrics),
    series && infix(col('fingerprint'), 'IN', 'columns' in series ? subquery(series) : param('Array(UInt64)', series)),
    between && infix(col('fingerprint'), '>=', param('UInt64', between[0])),
    between && infix(col('fingerprint'), '<=', param('UInt64', between[1])),
    infix(col(time), '>', instant(window.after)),
    infix(col(time), '<=', instant(window.until)),
  ])!;
}

function metricCondition(metrics: readonly string[]): Expr | undefined {
  if (metrics.length === 0) return undefined;
  if (metrics.length === 1) return infix(col('metric'), '=', param('String', metrics[0]!));
  return infix(col('metric'), 'IN', param('Array(String)', metrics));
}

/** Series whose samples one thread reads sooner than several could start. */
const FEW_SERIES = 4;

/**
 * Fingerprint, time, value and, if wanted, start, in the order in which parts are read: `sampleColumns` sorts what is
 * not sorted, which is little (measured: sorting in the engine takes as long as reading). At most `limit` rows: the
 * caller asks for one more than it may read.
 */
export function samplesSelect(window: SampleWindow, limit: number, withStart: boolean): Select {
  const columns = ['fingerprint', 'ts', 'value', ...(withStart ? ['start'] : [])];
  const select: Select = {
    columns: columns.map((name) => ({ expr: col(name) })),
    from: { kind: 'table', name: SAMPLES.name },
    where: sampleCondition(window),
    limit,
  };
  const { series } = window;
  const few = series !== undefined && !('columns' in series) && series.length <= FEW_SERIES;
  return few ? { ...select, settings: POINT_READ } : select;
}
