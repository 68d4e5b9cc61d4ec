import type { Tenant } from '@bongsu/model';
import { call, callWith, col, infix, lit, METRIC_SERIES, param, SAMPLES, type Select } from '../../sql/index.js';
import { METRIC_NAME } from '../syntax/index.js';

/** Labels of every series of the tenant once, on whatever days it has samples. */
function everySeries(tenant: Tenant): Select {
  return {
    columns: [{ expr: col('metric') }, { expr: col('labels') }],
    from: { kind: 'table', name: METRIC_SERIES.name },
    where: infix(col('tenant'), '=', param('String', tenant)),
    limitBy: { limit: 1, by: [col('fingerprint')] },
  };
}

/** Label pair and its series; a metric's name is the value of a label. */
function seriesByLabelPair(tenant: Tenant): Select {
  const names = call('arrayConcat', call('array', lit(METRIC_NAME)), call('mapKeys', col('labels')));
  const values = call('arrayConcat', call('array', call('toString', col('metric'))), call('mapValues', col('labels')));
  return {
    columns: [{ expr: col('name') }, { expr: col('value') }, { expr: call('count'), as: 'series' }],
    from: { kind: 'select', select: everySeries(tenant) },
    arrayJoin: [
      { expr: names, as: 'name' },
      { expr: values, as: 'value' },
    ],
    groupBy: [col('name'), col('value')],
  };
}

/**
 * Label name, the series that have it, its values, the bytes of its values over all series, and `limit` values with most series as pairs of the
 * series' number, negated, and the value. One statement: going over every label of every series is what takes time.
 */
export function labelNames(tenant: Tenant, limit: number): Select {
  const bytes = infix(col('series'), '*', call('length', col('value')));
  const pair = call('tuple', call('negate', call('toInt64', col('series'))), col('value'));
  return {
    columns: [
      { expr: call('toString', col('name')) },
      { expr: call('sum', col('series')) },
      { expr: call('count') },
      { expr: call('sum', bytes) },
      { expr: callWith('groupArraySorted', [lit(limit)], pair) },
    ],
    from: { kind: 'select', select: seriesByLabelPair(tenant) },
    groupBy: [col('name')],
    orderBy: [{ expr: col('name'), direction: 'ASC' }],
  };
}

/** Days of series, and the first and last day with samples as days since the epoch. */
export function seriesDays(tenant: Tenant): Select {
  const day = call('toInt32', col('day'));
  return {
    columns: [
      { expr: call('uniqExact', col('fingerprint'), col('day')) },
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
