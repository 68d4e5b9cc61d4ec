import type { Migration } from './migration.js';

/** Frozen text: a test holds all migrations together against the catalog. */
export const FIRST_SCHEMA: Migration = {
  number: 1,
  name: 'first schema',
  statements: [
    `CREATE TABLE IF NOT EXISTS logs (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  ts DateTime64(9, 'UTC') COMMENT 'When it happened' CODEC(Delta(8), ZSTD(1)),
  seq UInt64 COMMENT 'Arrival order, for lines of equal time' CODEC(Delta(8), ZSTD(1)),
  observed_ts DateTime64(9, 'UTC') COMMENT 'When it was collected' CODEC(Delta(8), ZSTD(1)),
  stream UInt64 COMMENT 'Fingerprint in log_streams' CODEC(ZSTD(1)),
  resource UInt64 COMMENT 'Fingerprint in resources; 0 for none' CODEC(ZSTD(1)),
  service LowCardinality(String) COMMENT 'service.name',
  severity_number UInt8 COMMENT 'OTel severity 1-24; 0 unset',
  severity_text LowCardinality(String) COMMENT 'As the sender wrote it',
  event_name LowCardinality(String) COMMENT 'OTel event name',
  trace_id FixedString(16) COMMENT 'Binary; zero for none' CODEC(ZSTD(1)),
  span_id FixedString(8) COMMENT 'Binary; zero for none' CODEC(ZSTD(1)),
  flags UInt32 COMMENT 'W3C trace flags' CODEC(ZSTD(1)),
  body String COMMENT 'The line; JSON for structured bodies' CODEC(ZSTD(1)),
  body_type LowCardinality(String) COMMENT 'OTLP type letter of the body',
  attributes Map(LowCardinality(String), String) COMMENT 'Record attributes and structured metadata' CODEC(ZSTD(1)),
  attribute_types LowCardinality(String) COMMENT 'A type letter per attribute, in map order',
  dropped_attributes UInt32 COMMENT 'Attributes the sender dropped' CODEC(ZSTD(1)),
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMMDD(ts)
ORDER BY (tenant, toStartOfFiveMinutes(ts), service, stream, ts)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'One row per log record'`,
    `CREATE TABLE IF NOT EXISTS log_streams (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  day Date32 COMMENT 'UTC day with lines of this stream',
  fingerprint UInt64 COMMENT 'Hash of the labels',
  service LowCardinality(String) COMMENT 'service.name',
  labels Map(LowCardinality(String), String) COMMENT 'Stream labels'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMMDD(day)
ORDER BY (tenant, fingerprint, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'Labels of every log stream, once per day it was written to'`,
    `CREATE TABLE IF NOT EXISTS resources (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  day Date32 COMMENT 'UTC day with records of this resource',
  fingerprint UInt64 COMMENT 'Hash of resource and scope',
  service LowCardinality(String) COMMENT 'service.name',
  attributes Map(LowCardinality(String), String) COMMENT 'Resource attributes',
  attribute_types LowCardinality(String) COMMENT 'A type letter per attribute',
  dropped_attributes UInt32 COMMENT 'Attributes the sender dropped',
  schema_url LowCardinality(String) COMMENT 'Schema of the resource',
  scope_name LowCardinality(String) COMMENT 'Instrumentation scope',
  scope_version LowCardinality(String) COMMENT 'Version of the scope',
  scope_attributes Map(LowCardinality(String), String) COMMENT 'Scope attributes',
  scope_attribute_types LowCardinality(String) COMMENT 'A type letter per attribute',
  scope_dropped_attributes UInt32 COMMENT 'Attributes the sender dropped',
  scope_schema_url LowCardinality(String) COMMENT 'Schema of the scope'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMMDD(day)
ORDER BY (tenant, fingerprint, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'OTel resource with instrumentation scope, once per day it was used by logs or spans'`,
    `CREATE TABLE IF NOT EXISTS spans (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  trace_id FixedString(16) COMMENT 'Binary' CODEC(ZSTD(1)),
  span_id FixedString(8) COMMENT 'Binary' CODEC(ZSTD(1)),
  parent_span_id FixedString(8) COMMENT 'Binary; zero for a root' CODEC(ZSTD(1)),
  trace_state LowCardinality(String) COMMENT 'W3C tracestate',
  flags UInt32 COMMENT 'W3C trace flags' CODEC(ZSTD(1)),
  name LowCardinality(String) COMMENT 'Span name',
  kind UInt8 COMMENT 'OTLP SpanKind number',
  start DateTime64(9, 'UTC') COMMENT 'Start' CODEC(Delta(8), ZSTD(1)),
  duration Int64 COMMENT 'Nanoseconds; negative when clocks disagree' CODEC(T64, ZSTD(1)),
  status_code UInt8 COMMENT '0 unset, 1 ok, 2 error',
  status_message LowCardinality(String) COMMENT 'Status description',
  service LowCardinality(String) COMMENT 'service.name',
  resource UInt64 COMMENT 'Fingerprint in resources' CODEC(ZSTD(1)),
  attributes Map(LowCardinality(String), String) COMMENT 'Span attributes' CODEC(ZSTD(1)),
  attribute_types LowCardinality(String) COMMENT 'A type letter per attribute, in map order',
  dropped_attributes UInt32 COMMENT 'Attributes the sender dropped' CODEC(ZSTD(1)),
  \`events.ts\` Array(DateTime64(9, 'UTC')) COMMENT 'Event times' CODEC(ZSTD(1)),
  \`events.name\` Array(LowCardinality(String)) COMMENT 'Event names' CODEC(ZSTD(1)),
  \`events.attributes\` Array(Map(LowCardinality(String), String)) COMMENT 'Event attributes' CODEC(ZSTD(1)),
  \`events.attribute_types\` Array(String) COMMENT 'Type letters' CODEC(ZSTD(1)),
  \`events.dropped_attributes\` Array(UInt32) COMMENT 'Dropped by the sender' CODEC(ZSTD(1)),
  dropped_events UInt32 COMMENT 'Dropped by the sender' CODEC(ZSTD(1)),
  \`links.trace_id\` Array(FixedString(16)) COMMENT 'Linked trace' CODEC(ZSTD(1)),
  \`links.span_id\` Array(FixedString(8)) COMMENT 'Linked span' CODEC(ZSTD(1)),
  \`links.trace_state\` Array(String) COMMENT 'tracestate of the link' CODEC(ZSTD(1)),
  \`links.flags\` Array(UInt32) COMMENT 'Flags of the link' CODEC(ZSTD(1)),
  \`links.attributes\` Array(Map(LowCardinality(String), String)) COMMENT 'Link attributes' CODEC(ZSTD(1)),
  \`links.attribute_types\` Array(String) COMMENT 'Type letters' CODEC(ZSTD(1)),
  \`links.dropped_attributes\` Array(UInt32) COMMENT 'Dropped by the sender' CODEC(ZSTD(1)),
  dropped_links UInt32 COMMENT 'Dropped by the sender' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMMDD(start)
ORDER BY (tenant, toStartOfTenMinutes(start), trace_id, start)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, index_granularity = 1024, min_compress_block_size = 16384, max_compress_block_size = 65536
COMMENT 'One row per span'`,
    `CREATE TABLE IF NOT EXISTS traces (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  trace_id FixedString(16) COMMENT 'Binary',
  day Date32 COMMENT 'UTC day of the spans summed here',
  start SimpleAggregateFunction(min, DateTime64(9, 'UTC')) COMMENT 'First span start',
  end SimpleAggregateFunction(max, DateTime64(9, 'UTC')) COMMENT 'Last span end',
  last_start SimpleAggregateFunction(max, DateTime64(9, 'UTC')) COMMENT 'Last span start: upper bound of the sort key',
  root_service SimpleAggregateFunction(max, String) COMMENT 'Service of the span without parent; empty until it arrives',
  root_name SimpleAggregateFunction(max, String) COMMENT 'Name of the span without parent',
  span_count SimpleAggregateFunction(sum, UInt64) COMMENT 'Spans received',
  error_count SimpleAggregateFunction(sum, UInt64) COMMENT 'Spans with status error',
  services SimpleAggregateFunction(groupUniqArrayArray, Array(String)) COMMENT 'Services that sent spans'
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMMDD(day)
ORDER BY (tenant, trace_id, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, index_granularity = 1024, min_compress_block_size = 16384, max_compress_block_size = 65536
COMMENT 'A summary per trace and day, merged from every insert of its spans'`,
    `CREATE TABLE IF NOT EXISTS metric_series (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  metric LowCardinality(String) COMMENT '__name__',
  fingerprint UInt64 COMMENT 'Hash of name and labels',
  day Date32 COMMENT 'UTC day with samples',
  labels Map(LowCardinality(String), String) COMMENT 'Labels without __name__',
  type LowCardinality(String) COMMENT 'Of the metric family',
  unit LowCardinality(String) COMMENT 'Unit as sent',
  help LowCardinality(String) COMMENT 'Description'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMMDD(day)
ORDER BY (tenant, metric, fingerprint, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'Labels of every series, once per day it has samples'`,
    `CREATE TABLE IF NOT EXISTS samples (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  metric LowCardinality(String) COMMENT '__name__',
  fingerprint UInt64 COMMENT 'Of the label set, in metric_series' CODEC(ZSTD(1)),
  ts DateTime64(3, 'UTC') COMMENT 'Sample time' CODEC(DoubleDelta, ZSTD(1)),
  value Float64 COMMENT 'Value' CODEC(Gorilla, ZSTD(1)),
  start DateTime64(3, 'UTC') COMMENT 'Start of the cumulative run; epoch for unknown' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMMDD(ts)
ORDER BY (tenant, metric, fingerprint, ts)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'Float samples. The bits of a stale marker (0x7ff0000000000002) are kept'`,
    `CREATE TABLE IF NOT EXISTS native_histograms (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  metric LowCardinality(String) COMMENT '__name__',
  fingerprint UInt64 COMMENT 'Of the label set, in metric_series' CODEC(ZSTD(1)),
  ts DateTime64(3, 'UTC') COMMENT 'Sample time' CODEC(DoubleDelta, ZSTD(1)),
  start DateTime64(3, 'UTC') COMMENT 'Start of the cumulative run; epoch for unknown' CODEC(DoubleDelta, ZSTD(1)),
  count Float64 COMMENT 'Observations',
  sum Float64 COMMENT 'Sum of observations',
  schema Int8 COMMENT 'Resolution; -53 for custom buckets',
  zero_threshold Float64 COMMENT 'Width of the zero bucket',
  zero_count Float64 COMMENT 'Observations in the zero bucket',
  \`positive.offset\` Array(Int32) COMMENT 'Span offsets',
  \`positive.length\` Array(UInt32) COMMENT 'Span lengths',
  positive_counts Array(Float64) COMMENT 'Bucket counts',
  \`negative.offset\` Array(Int32) COMMENT 'Span offsets',
  \`negative.length\` Array(UInt32) COMMENT 'Span lengths',
  negative_counts Array(Float64) COMMENT 'Bucket counts',
  custom_values Array(Float64) COMMENT 'Upper bounds of custom buckets',
  reset_hint UInt8 COMMENT '0 unknown, 1 reset, 2 no reset, 3 gauge',
  is_float UInt8 COMMENT '1 for float histograms'
)
ENGINE = MergeTree
PARTITION BY toYYYYMMDD(ts)
ORDER BY (tenant, metric, fingerprint, ts)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'Native histogram samples; counts are absolute, one per bucket of the spans in order'`,
    `CREATE TABLE IF NOT EXISTS exemplars (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  metric LowCardinality(String) COMMENT '__name__',
  fingerprint UInt64 COMMENT 'Of the label set, in metric_series' CODEC(ZSTD(1)),
  ts DateTime64(3, 'UTC') COMMENT 'Sample time' CODEC(DoubleDelta, ZSTD(1)),
  value Float64 COMMENT 'Value',
  trace_id FixedString(16) COMMENT 'Binary; zero for none',
  span_id FixedString(8) COMMENT 'Binary; zero for none',
  labels Map(LowCardinality(String), String) COMMENT 'Other exemplar labels'
)
ENGINE = MergeTree
PARTITION BY toYYYYMMDD(ts)
ORDER BY (tenant, metric, fingerprint, ts)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'Samples that name a trace'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS traces_from_spans TO traces AS
SELECT s.tenant AS tenant, s.trace_id AS trace_id, toDate32(s.start) AS day, min(s.start) AS start, max(fromUnixTimestamp64Nano(toUnixTimestamp64Nano(s.start) + greatest(s.duration, 0), 'UTC')) AS end, max(s.start) AS last_start, maxIf(toString(s.service), s.parent_span_id = unhex('0000000000000000')) AS root_service, maxIf(toString(s.name), s.parent_span_id = unhex('0000000000000000')) AS root_name, count() AS span_count, countIf(s.status_code = 2) AS error_count, groupUniqArray(toString(s.service)) AS services FROM spans AS s GROUP BY s.tenant, s.trace_id, day`,
    `CREATE TABLE IF NOT EXISTS probes (prober LowCardinality(String), token String, at DateTime64(3, 'UTC')) ENGINE = ReplacingMergeTree(at) ORDER BY prober SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  ],
};
