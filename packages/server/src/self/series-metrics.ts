import type { ActiveSeries } from '../ingest/active-series.js';
import type { MetricRegistry } from './registry.js';

/** How many series there are, and how often one was refused. */
export function registerSeriesMetrics(registry: MetricRegistry, active: ActiveSeries): void {
  registry.gauges(
    'bongsu_active_series',
    'Series sent since midnight UTC, and in the first hour of a day those of the day before.',
    ['tenant'],
    () => active.counts().map(([tenant, count]) => [[tenant], count] as const),
  );
  registry.gauges(
    'bongsu_series_refused_total',
    'New series refused because of limits.series, every attempt counted.',
    [],
    () => [[[], active.refused]],
    'counter',
  );
}
