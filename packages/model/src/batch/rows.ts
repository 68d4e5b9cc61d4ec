/**
 * The order in which a decoder writes columns of a RowBinary row, and the type it writes them as.
 * Where the table's type is narrower (LowCardinality) the engine converts. A test in `store` holds these
 * lists against the catalog.
 */
export type RowLayout = readonly (readonly [column: string, type: string])[];

const ATTRIBUTES = 'Map(String, String)';
const ATTRIBUTES_ARRAY = 'Array(Map(String, String))';

/**
 * Bit 31 of a log row's `flags`, of which W3C uses the lowest eight: its ids were found in the text or among the
 * attributes. They lead to the trace, and are no metadata that the sender gave under these names.
 */
export const FOUND_IDS = 0x8000_0000;

/**
 * Attribute values are text; `*_types` holds one letter per map entry, in map order, so that the OTLP type
 * survives: `s` string, `i` int64, `d` double, `b` bool, `a` array (JSON), `k` key-value list (JSON),
 * `x` bytes (base64), `n` empty. A zero trace or span id means "none".
 */
export const LOG_ROW: RowLayout = [
  ['tenant', 'String'],
  ['ts', 'DateTime64(9)'],
  ['seq', 'UInt64'],
  ['observed_ts', 'DateTime64(9)'],
  ['stream', 'UInt64'],
  ['resource', 'UInt64'],
  ['service', 'String'],
  ['severity_number', 'UInt8'],
  ['severity_text', 'String'],
  ['event_name', 'String'],
  ['trace_id', 'FixedString(16)'],
  ['span_id', 'FixedString(8)'],
  ['flags', 'UInt32'],
  ['body', 'String'],
  ['body_type', 'String'],
  ['attributes', ATTRIBUTES],
  ['attribute_types', 'String'],
  ['dropped_attributes', 'UInt32'],
  // behind the columns it is found in
  ['detected_level', 'String'],
];

export const SPAN_ROW: RowLayout = [
  ['tenant', 'String'],
  ['trace_id', 'FixedString(16)'],
  ['span_id', 'FixedString(8)'],
  ['parent_span_id', 'FixedString(8)'],
  ['trace_state', 'String'],
  ['flags', 'UInt32'],
  ['name', 'String'],
  ['kind', 'UInt8'],
  ['start', 'DateTime64(9)'],
  ['duration', 'Int64'],
  ['status_code', 'UInt8'],
  ['status_message', 'String'],
  ['service', 'String'],
  ['resource', 'UInt64'],
  ['attributes', ATTRIBUTES],
  ['attribute_types', 'String'],
  ['dropped_attributes', 'UInt32'],
  ['events.ts', 'Array(DateTime64(9))'],
  ['events.name', 'Array(String)'],
  ['events.attributes', ATTRIBUTES_ARRAY],
  ['events.attribute_types', 'Array(String)'],
  ['events.dropped_attributes', 'Array(UInt32)'],
  ['dropped_events', 'UInt32'],
  ['links.trace_id', 'Array(FixedString(16))'],
  ['links.span_id', 'Array(FixedString(8))'],
  ['links.trace_state', 'Array(String)'],
  ['links.flags', 'Array(UInt32)'],
  ['links.attributes', ATTRIBUTES_ARRAY],
  ['links.attribute_types', 'Array(String)'],
  ['links.dropped_attributes', 'Array(UInt32)'],
  ['dropped_links', 'UInt32'],
];

/** `start` is the start of a cumulative series' run, 0 when unknown. */
export const SAMPLE_ROW: RowLayout = [
  ['tenant', 'String'],
  ['metric', 'String'],
  ['fingerprint', 'UInt64'],
  ['ts', 'DateTime64(3)'],
  ['value', 'Float64'],
  ['start', 'DateTime64(3)'],
];

/** A series on a day on which it has samples; labels without `__name__`. */
export const SERIES_ROW: RowLayout = [
  ['tenant', 'String'],
  ['metric', 'String'],
  ['fingerprint', 'UInt64'],
  ['day', 'Date32'],
  ['labels', ATTRIBUTES],
  ['type', 'String'],
  ['unit', 'String'],
  ['help', 'String'],
];

/** A native histogram in Prometheus' shape; counts are absolute, one per bucket of the spans in order. */
export const HISTOGRAM_ROW: RowLayout = [
  ['tenant', 'String'],
  ['metric', 'String'],
  ['fingerprint', 'UInt64'],
  ['ts', 'DateTime64(3)'],
  ['start', 'DateTime64(3)'],
  ['count', 'Float64'],
  ['sum', 'Float64'],
  ['schema', 'Int8'],
  ['zero_threshold', 'Float64'],
  ['zero_count', 'Float64'],
  ['positive.offset', 'Array(Int32)'],
  ['positive.length', 'Array(UInt32)'],
  ['positive_counts', 'Array(Float64)'],
  ['negative.offset', 'Array(Int32)'],
  ['negative.length', 'Array(UInt32)'],
  ['negative_counts', 'Array(Float64)'],
  ['custom_values', 'Array(Float64)'],
  ['reset_hint', 'UInt8'],
  ['is_float', 'UInt8'],
];

export const EXEMPLAR_ROW: RowLayout = [
  ['tenant', 'String'],
  ['metric', 'String'],
  ['fingerprint', 'UInt64'],
  ['ts', 'DateTime64(3)'],
  ['value', 'Float64'],
  ['trace_id', 'FixedString(16)'],
  ['span_id', 'FixedString(8)'],
  ['labels', ATTRIBUTES],
];
