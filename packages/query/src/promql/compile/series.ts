import { dayOfMillis, type Millis, type Tenant } from '@bongsu/model';
import type { Matcher } from '../../lang/index.js';
import { and, call, col, infix, METRIC_SERIES, or, param, type Expr, type Select } from '../../sql/index.js';
import { METRIC_NAME } from '../syntax/index.js';
import { matcherCondition } from './matcher.js';
import { storableMillis } from './storable-time.js';

/** Series with samples on a day of the window, both ends inclusive; a missing end is open. */
export interface SeriesWindow {
  readonly tenant: Tenant;
  readonly start?: Millis;
  readonly end?: Millis;
}

const day = (ms: Millis): Expr => call('toDate32', param('Int32', dayOfMillis(storableMillis(ms))));

/** Conditions on `metric_series`: tenant, days, and any of the matcher lists (all when there is none). */
export function seriesCondition(window: SeriesWindow, anyOf: readonly (readonly Matcher[])[]): Expr {
  const condition = and([
    infix(col('tenant'), '=', param('String', window.tenant)),
    or(anyOf.map((matchers) => and(matchers.map(matcherCondition)))),
    window.start === undefined ? undefined : infix(col('day'), '>=', day(window.start)),
    window.end === undefined ? undefined : infix(col('day'), '<=', day(window.end)),
  ]);
  return condition!;
}

/** Fingerprint, metric and labels of the series that match; a series of several days may come several times. */
export function seriesSelect(window: SeriesWindow, anyOf: readonly (readonly Matcher[])[], limit?: number): Select {
  const select: Select = {
    columns: [{ expr: col('fingerprint') }, { expr: col('metric') }, { expr: col('labels') }],
    from: { kind: 'table', name: METRIC_SERIES.name },
    where: seriesCondition(window, anyOf),
    limitBy: { limit: 1, by: [col('metric'), col('fingerprint')] },
  };
  return limit === undefined ? select : { ...select, limit };
}

/** How many series of a metric there are. */
export function seriesCountSelect(window: SeriesWindow, metric: string): Select {
  return {
    columns: [{ expr: call('uniqExact', col('fingerprint')) }],
    from: { kind: 'table', name: METRIC_SERIES.name },
    where: seriesCondition(window, [[{ name: METRIC_NAME, op: '=', value: metric }]]),
  };
}

/** The metric's name where the matchers fix it: the sorting key starts with it. */
export function metricOf(matchers: readonly Matcher[]): string | undefined {
  return matchers.find(({ name, op }) => name === METRIC_NAME && op === '=')?.value;
}
