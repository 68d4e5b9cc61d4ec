export { SpanMetrics, type CountersRequest } from './span-metrics.js';
export type { CounterSeries } from './counters.js';
export type { ListRequest } from './list-series.js';
