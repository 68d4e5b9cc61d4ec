export type { TraceqlError } from './error.js';
export { anyValueOf, type AnyValue, type KeyValue } from './exec/any-value.js';
export type { ServiceStats } from './exec/trace-summary.js';
export type { Executor } from './plan/search-plan.js';
export { loadTraceExtents } from './load-trace-extents.js';
export type { FoundSpan, FoundTrace, SpanSet } from './found-trace.js';
export {
  explainMetrics,
  queryMetricsInstant,
  queryMetricsRange,
  type InstantSeries,
  type MetricsAnswer,
  type MetricsRequest,
  type RangeSeries,
} from './query-metrics.js';
export { explainSearch, searchTraces, type OnTraces, type SearchAnswer, type SearchRequest } from './search.js';
export type { SpanFilter } from './span-filter.js';
export { SUMMARY_QUANTILES, summarizeSpans, type SpanSummary, type SpanSummaryRequest } from './span-summary.js';
export { parseTags } from './tags-filter.js';
export {
  flatTagNames,
  tagNames,
  tagValues,
  type ScopedTags,
  type TagScope,
  type TagsRequest,
  type TagValue,
  type TagValuesRequest,
} from './tags.js';
export { normalTraceId, traceById, type FoundWholeTrace, type TraceRequest } from './trace-by-id.js';
