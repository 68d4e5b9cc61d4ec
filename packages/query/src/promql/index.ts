export { exemplars, type Exemplar, type ExemplarsRequest, type SeriesExemplars } from './exemplars-api.js';
export type { PromError } from './exec/eval-error.js';
export { compareLabels, LabelSet } from './exec/label-set.js';
export type { MatrixSeries, Value, VectorSample } from './exec/value.js';
export {
  featuresNamed,
  PRODUCTION_FEATURES,
  SCRIPT_FEATURES,
  supportedLanguage,
  type PromFeatures,
} from './syntax/index.js';
export { exemplarsToJson, formatTimestamp, valueToJson } from './json.js';
export {
  DEFAULT_LOOKBACK,
  DEFAULT_SUBQUERY_STEP,
  explainQuery,
  queryInstant,
  queryRange,
  type Answer,
  type InstantRequest,
  type PromLimits,
  type RangeRequest,
} from './query.js';
export {
  labelNames,
  labelValues,
  metadata,
  series,
  type FamilyMetadata,
  type Listed,
  type MetadataRequest,
  type SeriesRequest,
} from './series-api.js';
export {
  astToJson,
  formatParseError,
  formatSampleValue,
  parse,
  parseSelector,
  prettify,
  type Json,
} from './syntax/index.js';
export type { SeriesSource, SourceMetric, SourceSeries } from './series-source.js';
export { storedSamples, storedSeries, type StoredRequest } from './stored-series.js';
export { newestSample } from './sample-cache/newest-sample.js';
export { SampleCache, type SampleCacheOptions } from './sample-cache/sample-cache.js';
export { newestSeriesDay } from './series-catalog/newest-series-day.js';
export { SeriesCatalog } from './series-catalog/series-catalog.js';
export { tsdbStatus, type Counted, type TsdbStatus } from './tsdb-status.js';
export type { RawSeries } from './exec/series.js';
export { matchesLabels } from './match-labels.js';
