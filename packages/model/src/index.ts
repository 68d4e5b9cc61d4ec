export type {
  AcceptWindow,
  Batch,
  Decoded,
  DefUse,
  DeltaPoint,
  LogBatch,
  MetricBatch,
  MetricType,
  Rejection,
  ResourceDef,
  Rows,
  SeriesDef,
  SideRow,
  SpanBatch,
  StreamDef,
  TypedAttribute,
} from './batch/batch.js';
export {
  EXEMPLAR_ROW,
  FOUND_IDS,
  HISTOGRAM_ROW,
  LOG_ROW,
  SAMPLE_ROW,
  SERIES_ROW,
  SPAN_ROW,
  type RowLayout,
} from './batch/rows.js';
export { halfOfId, RARE_PARTS, SpanPlaces, type VisitPlace } from './batch/span-places.js';
export { RowWriter } from './batch/row-writer.js';
export { Sequence } from './batch/sequence.js';
export { ADMIT_ALL, type SeriesAdmission } from './batch/series-admission.js';
export type { Committed, InsertRefused, TelemetrySink } from './batch/sink.js';
export { backoffDelay, type BackoffOptions } from './backoff.js';
export { systemClock, type Clock } from './clock.js';
export { fingerprintOf, fingerprintToBigInt, type Fingerprint } from './fingerprint.js';
export { FingerprintTable } from './fingerprint-table.js';
export { labelsKey, sortedPairs, type Labels } from './labels.js';
export { limitExceeded, type Limit } from './limit.js';
export { assertUnreachable, err, ok, type Result } from './result.js';
export type { ResourceSpans, ScopeSpans, Span, SpanEvent, SpanLink, Trace } from './signals/trace.js';
export { DEFAULT_TENANT, parseTenant, type Tenant } from './tenant.js';
export {
  MS_PER_DAY,
  dayOfMillis,
  durationMs,
  durationNs,
  epochDay,
  millis,
  millisToNanos,
  nanos,
  nanosToMillis,
  startOfDay,
  type DurationMs,
  type DurationNs,
  type EpochDay,
  type Millis,
  type Nanos,
} from './time.js';
