import { KEY_VALUE, message } from '../otlp/json/messages.js';

// Names and numbers are those of Tempo's pkg/tempopb/tempo.proto; names as its JSON has them.

const SEARCH_METRICS = message({
  inspectedTraces: [1, 'uint32'],
  inspectedBytes: [2, 'uint64'],
  totalBlocks: [3, 'uint32'],
  completedJobs: [4, 'uint32'],
  totalJobs: [5, 'uint32'],
  totalBlockBytes: [6, 'uint64'],
  inspectedSpans: [7, 'uint64'],
});
const METADATA_METRICS = message({
  inspectedBytes: [1, 'uint64'],
  totalJobs: [2, 'uint32'],
  completedJobs: [3, 'uint32'],
  totalBlocks: [4, 'uint32'],
  totalBlockBytes: [5, 'uint64'],
});

const SPAN = message({
  spanID: [1, 'string'],
  name: [2, 'string'],
  startTimeUnixNano: [3, 'uint64'],
  durationNanos: [4, 'uint64'],
  attributes: [5, () => KEY_VALUE, 'repeated'],
});
const SPAN_SET = message({
  spans: [1, () => SPAN, 'repeated'],
  matched: [2, 'uint32'],
  attributes: [3, () => KEY_VALUE, 'repeated'],
});
const SERVICE_STATS = message({ spanCount: [1, 'uint32'], errorCount: [2, 'uint32'] });
const TRACE_SEARCH_METADATA = message({
  traceID: [1, 'string'],
  rootServiceName: [2, 'string'],
  rootTraceName: [3, 'string'],
  startTimeUnixNano: [4, 'uint64'],
  durationMs: [5, 'uint32'],
  spanSet: [6, () => SPAN_SET],
  spanSets: [7, () => SPAN_SET, 'repeated'],
  // A map on the wire is a list of its entries.
  serviceStats: [8, () => message({ key: [1, 'string'], value: [2, () => SERVICE_STATS] }), 'repeated'],
});

export const SEARCH_RESPONSE = message({
  traces: [1, () => TRACE_SEARCH_METADATA, 'repeated'],
  metrics: [2, () => SEARCH_METRICS],
});
export const SEARCH_TAGS_RESPONSE = message({
  tagNames: [1, 'string', 'repeated'],
  metrics: [2, () => METADATA_METRICS],
});
export const SEARCH_TAGS_V2_RESPONSE = message({
  scopes: [1, () => message({ name: [1, 'string'], tags: [2, 'string', 'repeated'] }), 'repeated'],
  metrics: [2, () => METADATA_METRICS],
});
export const SEARCH_TAG_VALUES_RESPONSE = message({
  tagValues: [1, 'string', 'repeated'],
  metrics: [2, () => METADATA_METRICS],
});
export const SEARCH_TAG_VALUES_V2_RESPONSE = message({
  tagValues: [1, () => message({ type: [1, 'string'], value: [2, 'string'] }), 'repeated'],
  metrics: [2, () => METADATA_METRICS],
});

const STATUS = { COMPLETE: 0, PARTIAL: 1 };
const SAMPLE = message({ value: [1, 'double'], timestampMs: [2, 'int64'] });
const EXEMPLAR = message({
  labels: [1, () => KEY_VALUE, 'repeated'],
  value: [2, 'double'],
  timestampMs: [3, 'int64'],
});
export const QUERY_RANGE_RESPONSE = message({
  series: [
    1,
    () =>
      message({
        labels: [1, () => KEY_VALUE, 'repeated'],
        samples: [2, () => SAMPLE, 'repeated'],
        exemplars: [4, () => EXEMPLAR, 'repeated'],
      }),
    'repeated',
  ],
  metrics: [2, () => SEARCH_METRICS],
  status: [3, STATUS],
  message: [4, 'string'],
});
export const QUERY_INSTANT_RESPONSE = message({
  series: [1, () => message({ labels: [1, () => KEY_VALUE, 'repeated'], value: [2, 'double'] }), 'repeated'],
  metrics: [2, () => SEARCH_METRICS],
  status: [3, STATUS],
  message: [4, 'string'],
});
