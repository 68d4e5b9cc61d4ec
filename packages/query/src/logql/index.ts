export type { Direction } from '../lang/index.js';
export type { LogqlError } from './error.js';
export { labelNameOf } from './exec/structured-metadata.js';
export { labelNames, labelValues, parseSelector, series, type LabelsRequest } from './labels.js';
export type { Executor } from './plan/nodes.js';
export {
  explainLogs,
  queryLogs,
  type LogEntry,
  type LogsRequest,
  type LogStream,
  type LogStreams,
} from './query-logs.js';
