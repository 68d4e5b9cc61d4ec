/** How a JSON value becomes a protobuf field. Hex ids, enum names and 64-bit texts are what OTLP/JSON adds to JSON. */
export type ScalarKind =
  | 'string'
  | 'bool'
  | 'uint32'
  | 'int32'
  | 'sint32'
  | 'fixed32'
  | 'int64'
  | 'uint64'
  | 'fixed64'
  | 'sfixed64'
  | 'double'
  | 'base64'
  | 'traceId'
  | 'spanId';

export type EnumValues = Readonly<Record<string, number>>;

export interface JsonField {
  readonly number: number;
  readonly kind: ScalarKind | EnumValues | (() => JsonMessage);
  readonly repeated: boolean;
  /** As OTLP/JSON spells it, for error texts. */
  readonly name: string;
}

/** Fields by name, in camelCase and in snake_case. */
export type JsonMessage = ReadonlyMap<string, JsonField>;

type Declared = readonly [number: number, kind: JsonField['kind'], repeated?: 'repeated'];

/** A message by the names, numbers and kinds of its fields. */
export function message(fields: Readonly<Record<string, Declared>>): JsonMessage {
  const byName = new Map<string, JsonField>();
  for (const [name, [number, kind, repeated]] of Object.entries(fields)) {
    const field: JsonField = { number, kind, repeated: repeated !== undefined, name };
    byName.set(name, field);
    byName.set(
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      field,
    );
  }
  return byName;
}

const SEVERITY_NUMBER: EnumValues = Object.fromEntries([
  ['SEVERITY_NUMBER_UNSPECIFIED', 0],
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((level, i) =>
    ['', '2', '3', '4'].map((suffix, j): [string, number] => [`SEVERITY_NUMBER_${level}${suffix}`, i * 4 + j + 1]),
  ),
]);

const SPAN_KIND: EnumValues = {
  SPAN_KIND_UNSPECIFIED: 0,
  SPAN_KIND_INTERNAL: 1,
  SPAN_KIND_SERVER: 2,
  SPAN_KIND_CLIENT: 3,
  SPAN_KIND_PRODUCER: 4,
  SPAN_KIND_CONSUMER: 5,
};

const STATUS_CODE: EnumValues = { STATUS_CODE_UNSET: 0, STATUS_CODE_OK: 1, STATUS_CODE_ERROR: 2 };

const TEMPORALITY: EnumValues = {
  AGGREGATION_TEMPORALITY_UNSPECIFIED: 0,
  AGGREGATION_TEMPORALITY_DELTA: 1,
  AGGREGATION_TEMPORALITY_CUMULATIVE: 2,
};

// Names and numbers are those of opentelemetry-proto 1.x; common.proto
const ANY_VALUE: JsonMessage = message({
  stringValue: [1, 'string'],
  boolValue: [2, 'bool'],
  intValue: [3, 'int64'],
  doubleValue: [4, 'double'],
  arrayValue: [5, () => ARRAY_VALUE],
  kvlistValue: [6, () => KEY_VALUE_LIST],
  bytesValue: [7, 'base64'],
});
const ARRAY_VALUE = message({ values: [1, () => ANY_VALUE, 'repeated'] });
export const KEY_VALUE = message({ key: [1, 'string'], value: [2, () => ANY_VALUE] });
const KEY_VALUE_LIST = message({ values: [1, () => KEY_VALUE, 'repeated'] });
const SCOPE = message({
  name: [1, 'string'],
  version: [2, 'string'],
  attributes: [3, () => KEY_VALUE, 'repeated'],
  droppedAttributesCount: [4, 'uint32'],
});
const RESOURCE = message({
  attributes: [1, () => KEY_VALUE, 'repeated'],
  droppedAttributesCount: [2, 'uint32'],
});

// logs.proto
const LOG_RECORD = message({
  timeUnixNano: [1, 'fixed64'],
  severityNumber: [2, SEVERITY_NUMBER],
  severityText: [3, 'string'],
  body: [5, () => ANY_VALUE],
  attributes: [6, () => KEY_VALUE, 'repeated'],
  droppedAttributesCount: [7, 'uint32'],
  flags: [8, 'fixed32'],
  traceId: [9, 'traceId'],
  spanId: [10, 'spanId'],
  observedTimeUnixNano: [11, 'fixed64'],
  eventName: [12, 'string'],
});
const SCOPE_LOGS = message({
  scope: [1, () => SCOPE],
  logRecords: [2, () => LOG_RECORD, 'repeated'],
  schemaUrl: [3, 'string'],
});
const RESOURCE_LOGS = message({
  resource: [1, () => RESOURCE],
  scopeLogs: [2, () => SCOPE_LOGS, 'repeated'],
  schemaUrl: [3, 'string'],
});
export const EXPORT_LOGS_REQUEST = message({ resourceLogs: [1, () => RESOURCE_LOGS, 'repeated'] });

// trace.proto
const EVENT = message({
  timeUnixNano: [1, 'fixed64'],
  name: [2, 'string'],
  attributes: [3, () => KEY_VALUE, 'repeated'],
  droppedAttributesCount: [4, 'uint32'],
});
const LINK = message({
  traceId: [1, 'traceId'],
  spanId: [2, 'spanId'],
  traceState: [3, 'string'],
  attributes: [4, () => KEY_VALUE, 'repeated'],
  droppedAttributesCount: [5, 'uint32'],
  flags: [6, 'fixed32'],
});
const STATUS = message({ message: [2, 'string'], code: [3, STATUS_CODE] });
const SPAN = message({
  traceId: [1, 'traceId'],
  spanId: [2, 'spanId'],
  traceState: [3, 'string'],
  parentSpanId: [4, 'spanId'],
  name: [5, 'string'],
  kind: [6, SPAN_KIND],
  startTimeUnixNano: [7, 'fixed64'],
  endTimeUnixNano: [8, 'fixed64'],
  attributes: [9, () => KEY_VALUE, 'repeated'],
  droppedAttributesCount: [10, 'uint32'],
  events: [11, () => EVENT, 'repeated'],
  droppedEventsCount: [12, 'uint32'],
  links: [13, () => LINK, 'repeated'],
  droppedLinksCount: [14, 'uint32'],
  status: [15, () => STATUS],
  flags: [16, 'fixed32'],
});
const SCOPE_SPANS = message({
  scope: [1, () => SCOPE],
  spans: [2, () => SPAN, 'repeated'],
  schemaUrl: [3, 'string'],
});
const RESOURCE_SPANS = message({
  resource: [1, () => RESOURCE],
  scopeSpans: [2, () => SCOPE_SPANS, 'repeated'],
  schemaUrl: [3, 'string'],
});
export const EXPORT_TRACES_REQUEST = message({ resourceSpans: [1, () => RESOURCE_SPANS, 'repeated'] });

// metrics.proto
const EXEMPLAR = message({
  timeUnixNano: [2, 'fixed64'],
  asDouble: [3, 'double'],
  spanId: [4, 'spanId'],
  traceId: [5, 'traceId'],
  asInt: [6, 'sfixed64'],
  filteredAttributes: [7, () => KEY_VALUE, 'repeated'],
});
const NUMBER_DATA_POINT = message({
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  asDouble: [4, 'double'],
  exemplars: [5, () => EXEMPLAR, 'repeated'],
  asInt: [6, 'sfixed64'],
  attributes: [7, () => KEY_VALUE, 'repeated'],
  flags: [8, 'uint32'],
});
const HISTOGRAM_DATA_POINT = message({
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  bucketCounts: [6, 'fixed64', 'repeated'],
  explicitBounds: [7, 'double', 'repeated'],
  exemplars: [8, () => EXEMPLAR, 'repeated'],
  attributes: [9, () => KEY_VALUE, 'repeated'],
  flags: [10, 'uint32'],
  min: [11, 'double'],
  max: [12, 'double'],
});
const BUCKETS = message({ offset: [1, 'sint32'], bucketCounts: [2, 'uint64', 'repeated'] });
const EXPONENTIAL_HISTOGRAM_DATA_POINT = message({
  attributes: [1, () => KEY_VALUE, 'repeated'],
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  scale: [6, 'sint32'],
  zeroCount: [7, 'fixed64'],
  positive: [8, () => BUCKETS],
  negative: [9, () => BUCKETS],
  flags: [10, 'uint32'],
  exemplars: [11, () => EXEMPLAR, 'repeated'],
  min: [12, 'double'],
  max: [13, 'double'],
  zeroThreshold: [14, 'double'],
});
const VALUE_AT_QUANTILE = message({ quantile: [1, 'double'], value: [2, 'double'] });
const SUMMARY_DATA_POINT = message({
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  quantileValues: [6, () => VALUE_AT_QUANTILE, 'repeated'],
  attributes: [7, () => KEY_VALUE, 'repeated'],
  flags: [8, 'uint32'],
});
const GAUGE = message({ dataPoints: [1, () => NUMBER_DATA_POINT, 'repeated'] });
const SUM = message({
  dataPoints: [1, () => NUMBER_DATA_POINT, 'repeated'],
  aggregationTemporality: [2, TEMPORALITY],
  isMonotonic: [3, 'bool'],
});
const HISTOGRAM = message({
  dataPoints: [1, () => HISTOGRAM_DATA_POINT, 'repeated'],
  aggregationTemporality: [2, TEMPORALITY],
});
const EXPONENTIAL_HISTOGRAM = message({
  dataPoints: [1, () => EXPONENTIAL_HISTOGRAM_DATA_POINT, 'repeated'],
  aggregationTemporality: [2, TEMPORALITY],
});
const SUMMARY = message({ dataPoints: [1, () => SUMMARY_DATA_POINT, 'repeated'] });
const METRIC = message({
  name: [1, 'string'],
  description: [2, 'string'],
  unit: [3, 'string'],
  gauge: [5, () => GAUGE],
  sum: [7, () => SUM],
  histogram: [9, () => HISTOGRAM],
  exponentialHistogram: [10, () => EXPONENTIAL_HISTOGRAM],
  summary: [11, () => SUMMARY],
  metadata: [12, () => KEY_VALUE, 'repeated'],
});
const SCOPE_METRICS = message({
  scope: [1, () => SCOPE],
  metrics: [2, () => METRIC, 'repeated'],
  schemaUrl: [3, 'string'],
});
const RESOURCE_METRICS = message({
  resource: [1, () => RESOURCE],
  scopeMetrics: [2, () => SCOPE_METRICS, 'repeated'],
  schemaUrl: [3, 'string'],
});
export const EXPORT_METRICS_REQUEST = message({ resourceMetrics: [1, () => RESOURCE_METRICS, 'repeated'] });
