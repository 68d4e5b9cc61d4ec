export { acceptHeader, ESCAPING_SCHEMES, expositionFormat, formatOf, SCRAPE_PROTOCOLS } from './content-type.js';
export type { EscapingScheme, ExpositionFormat, ScrapeProtocol } from './content-type.js';
export { ClassicParts, CustomBucketHandler, type CustomBucketOptions } from './custom-buckets.js';
export { canonicalBound, parseExposedFloat } from './float.js';
export type {
  ExposedExemplar,
  ExposedHistogram,
  ExpositionError,
  ExpositionHandler,
  HistogramSpan,
} from './handler.js';
export { DELIMITED_PROTOBUF, encodeMetricFamilies, type ExposedSample } from './metric-families.js';
export { readOpenMetricsText } from './openmetrics-text.js';
export { readPrometheusText } from './prometheus-text.js';
export { readProtobufExposition, type ProtobufExpositionOptions } from './protobuf.js';
export { parseSeries, seriesText, type ExposedSeries } from './series-text.js';
