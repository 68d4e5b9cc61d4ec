export type { Direction } from '../lang/index.js';
export { deletionQuery, linesToDelete, type LinesToDelete } from './delete-lines.js';
export type { LogqlError } from './error.js';
export type { MatrixSeries, MetricValue, VectorSample } from './exec/metric/value.js';
export { formatQuery } from './format-query.js';
export { labelNameOf } from './exec/structured-metadata.js';
export { explainQuery, queryKind } from './explain.js';
export { labelNames, labelValues, parseSelector, series, type LabelsRequest } from './labels.js';
export { alignRange } from './plan/grid.js';
export type { Executor } from './plan/nodes.js';
export { queryLogs, type LogEntry, type LogsRequest, type LogStream, type LogStreams } from './query-logs.js';
export {
  queryInstant,
  queryRange,
  type InstantRequest,
  type MetricAnswer,
  type MetricLimits,
  type RangeRequest,
} from './query-metrics.js';
export { PIPELINE_LIMITS, type PipelineLimits } from './exec/pipeline/index.js';
export type { FoundLine } from './exec/read-lines.js';
export { printLabels } from './syntax/index.js';
export { StoredLinesReader, type StoredLines } from './tail/stored-lines.js';
export { Tail, type ReplayRequest } from './tail/tail.js';
export { detectedLabels, type DetectedLabel } from './detected/detected-labels.js';
export {
  detectedFields,
  detectedFieldValues,
  type DetectedField,
  type FieldsRequest,
} from './detected/detected-fields.js';
export { patterns, type Pattern, type PatternsRequest } from './patterns/patterns.js';
export { indexStats, type IndexStats } from './volume/index-stats.js';
export type { VolumeScope } from './volume/selected-streams.js';
export { volume, type Volume, type VolumeRequest } from './volume/volume.js';
export { exportLines, type ExportRequest } from './export/export-lines.js';
export { exportSelect } from './export/export-select.js';
