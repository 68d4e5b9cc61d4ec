import type { Tenant } from '@bongsu/model';
import {
  call,
  col,
  infix,
  lambda,
  lit,
  METRIC_SERIES,
  param,
  SAMPLES,
  type Expr,
  type OrderBy,
  type Select,
} from '../../sql/index.js';
import { METRIC_NAME } from '../syntax/index.js';

const COUNT: Expr = call('count');
const text = (expr: Expr): Expr => call('toString', expr);
const down = (name: string): OrderBy => ({ expr: col(name), direction: 'DESC' });
const up = (name: string): OrderBy => ({ expr: col(name), direction: 'ASC' });

/** Every series of the tenant once, on whatever days it has samples. */
function everySeries(tenant: Tenant): Select {
  return {
    columns: [{ expr: col('metric') }, { expr: col('labels') }],
    from: { kind: 'table', name: METRIC_SERIES.name },
    where: infix(col('tenant'), '=', param('String', tenant)),
    limitBy: { limit: 1, by: [col('metric'), col('fingerprint')] },
  };
}

/** Every label of every series as `name` and `value`, the metric's name among them. */
function everyLabel(tenant: Tenant): Select {
  const own = call('tuple', lit(METRIC_NAME), text(col('metric')));
  const others = call(
    'arrayMap',
    lambda(['n', 'v'], call('tuple', text(col('n')), col('v'))),
    call('mapKeys', col('labels')),
    call('mapValues', col('labels')),
  );
  return {
    columns: [
      { expr: call('tupleElement', col('label'), lit(1)), as: 'name' },
      { expr: call('tupleElement', col('label'), lit(2)), as: 'value' },
    ],
    from: { kind: 'select', select: everySeries(tenant) },
    arrayJoin: [{ expr: call('arrayConcat', call('array', own), others), as: 'label' }],
  };
}

/** Metric and its series, most first. */
export function seriesByMetric(tenant: Tenant, limit: number): Select {
  return {
    columns: [
      { expr: text(col('metric')), as: 'name' },
      { expr: COUNT, as: 'series' },
    ],
    from: { kind: 'select', select: everySeries(tenant) },
    groupBy: [col('name')],
    orderBy: [down('series'), up('name')],
    limit,
  };
}

/** Label pair and its series, most first. */
export function seriesByLabelPair(tenant: Tenant, limit: number): Select {
  return {
    columns: [{ expr: col('name') }, { expr: col('value') }, { expr: COUNT, as: 'series' }],
    from: { kind: 'select', select: everyLabel(tenant) },
    groupBy: [col('name'), col('value')],
    orderBy: [down('series'), up('name'), up('value')],
    limit,
  };
}

/** Label name, its values, and the bytes of its values over all series. */
export function labelNames(tenant: Tenant): Select {
  return {
    columns: [
      { expr: col('name') },
      { expr: call('uniqExact', col('value')), as: 'values' },
      { expr: call('sum', call('length', col('value'))), as: 'bytes' },
    ],
    from: { kind: 'select', select: everyLabel(tenant) },
    groupBy: [col('name')],
    orderBy: [up('name')],
  };
}

/** Series, days of series, and the first and last day with samples as days since the epoch. */
export function seriesTotals(tenant: Tenant): Select {
  const day = call('toInt32', col('day'));
  return {
    columns: [
      { expr: call('uniqExact', col('metric'), col('fingerprint')) },
      { expr: call('uniqExact', col('metric'), col('fingerprint'), col('day')) },
      { expr: call('min', day) },
      { expr: call('max', day) },
    ],
    from: { kind: 'table', name: METRIC_SERIES.name },
    where: infix(col('tenant'), '=', param('String', tenant)),
  };
}

/** First and last time of samples on a day, ms; no row counts as 0. */
export function sampleTimes(tenant: Tenant, day: number): Select {
  const ms = call('toUnixTimestamp64Milli', col('ts'));
  return {
    columns: [{ expr: call('min', ms) }, { expr: call('max', ms) }],
    from: { kind: 'table', name: SAMPLES.name },
    where: infix(
      infix(col('tenant'), '=', param('String', tenant)),
      'AND',
      infix(call('toDate32', col('ts')), '=', call('toDate32', param('Int32', day))),
    ),
  };
}
