import { LOGS, LOG_STREAMS } from './logs.js';
import { EXEMPLARS, METRIC_SERIES, NATIVE_HISTOGRAMS, SAMPLES } from './metrics.js';
import { RESOURCES } from './resources.js';
import type { MaterializedView, Table } from './table.js';
import { SPANS, TRACES, TRACES_FROM_SPANS } from './traces.js';

/** Every table of the current schema. */
export const TABLES: readonly Table[] = [
  LOGS,
  LOG_STREAMS,
  RESOURCES,
  SPANS,
  TRACES,
  METRIC_SERIES,
  SAMPLES,
  NATIVE_HISTOGRAMS,
  EXEMPLARS,
];

export const VIEWS: readonly MaterializedView[] = [TRACES_FROM_SPANS];
