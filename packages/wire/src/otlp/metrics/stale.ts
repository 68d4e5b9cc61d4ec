import type { ComponentFamily, ComponentSeries } from './family.js';
import type { MetricRows } from './metric-rows.js';

/**
 * Marks every component of a histogram or summary stale. A point without a value often comes without bounds or
 * quantiles: then the series of the point before it end.
 */
export function writeStale(rows: MetricRows, family: ComponentFamily, series: ComponentSeries): void {
  for (const def of series.stepSeries) rows.stale(family.stepHead, def);
  if (series.inf !== undefined) rows.stale(family.stepHead, series.inf);
  rows.stale(family.sumHead, series.sum);
  rows.stale(family.countHead, series.count);
}
