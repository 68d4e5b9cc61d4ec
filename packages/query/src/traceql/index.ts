export type { TraceqlError } from './error.js';
export { anyValueOf, type AnyValue, type KeyValue } from './exec/any-value.js';
export type { ServiceStats } from './exec/spansets.js';
export type { Executor } from './plan/nodes.js';
export {
  explainSearch,
  searchTraces,
  type FoundSpan,
  type FoundTrace,
  type SearchRequest,
  type SpanSet,
} from './search.js';
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
