import type { MaterializedView, Table } from './table.js';

export const SPANS: Table = {
  name: 'spans',
  signal: 'traces',
  engine: 'MergeTree',
  comment: 'One row per span',
  columns: [
    { name: 'tenant', type: 'LowCardinality(String)', comment: 'X-Scope-OrgID' },
    { name: 'trace_id', type: 'FixedString(16)', codec: 'ZSTD(1)', comment: 'Binary' },
    { name: 'span_id', type: 'FixedString(8)', codec: 'ZSTD(1)', comment: 'Binary' },
    { name: 'parent_span_id', type: 'FixedString(8)', codec: 'ZSTD(1)', comment: 'Binary; zero for a root' },
    { name: 'trace_state', type: 'LowCardinality(String)', comment: 'W3C tracestate' },
    { name: 'flags', type: 'UInt32', codec: 'ZSTD(1)', comment: 'W3C trace flags' },
    { name: 'name', type: 'LowCardinality(String)', comment: 'Span name' },
    { name: 'kind', type: 'UInt8', comment: 'OTLP SpanKind number' },
    { name: 'start', type: "DateTime64(9, 'UTC')", codec: 'Delta(8), ZSTD(1)', comment: 'Start' },
    { name: 'duration', type: 'Int64', codec: 'T64, ZSTD(1)', comment: 'Nanoseconds; negative when clocks disagree' },
    { name: 'status_code', type: 'UInt8', comment: '0 unset, 1 ok, 2 error' },
    { name: 'status_message', type: 'LowCardinality(String)', comment: 'Status description' },
    { name: 'service', type: 'LowCardinality(String)', comment: 'service.name' },
    { name: 'resource', type: 'UInt64', codec: 'ZSTD(1)', comment: 'Fingerprint in resources' },
    {
      name: 'attributes',
      type: 'Map(LowCardinality(String), String)',
      codec: 'ZSTD(1)',
      comment: 'Span attributes',
    },
    { name: 'attribute_types', type: 'LowCardinality(String)', comment: 'A type letter per attribute, in map order' },
    { name: 'dropped_attributes', type: 'UInt32', codec: 'ZSTD(1)', comment: 'Attributes the sender dropped' },
    { name: 'events.ts', type: "Array(DateTime64(9, 'UTC'))", codec: 'ZSTD(1)', comment: 'Event times' },
    { name: 'events.name', type: 'Array(LowCardinality(String))', codec: 'ZSTD(1)', comment: 'Event names' },
    {
      name: 'events.attributes',
      type: 'Array(Map(LowCardinality(String), String))',
      codec: 'ZSTD(1)',
      comment: 'Event attributes',
    },
    { name: 'events.attribute_types', type: 'Array(String)', codec: 'ZSTD(1)', comment: 'Type letters' },
    { name: 'events.dropped_attributes', type: 'Array(UInt32)', codec: 'ZSTD(1)', comment: 'Dropped by the sender' },
    { name: 'dropped_events', type: 'UInt32', codec: 'ZSTD(1)', comment: 'Dropped by the sender' },
    { name: 'links.trace_id', type: 'Array(FixedString(16))', codec: 'ZSTD(1)', comment: 'Linked trace' },
    { name: 'links.span_id', type: 'Array(FixedString(8))', codec: 'ZSTD(1)', comment: 'Linked span' },
    { name: 'links.trace_state', type: 'Array(String)', codec: 'ZSTD(1)', comment: 'tracestate of the link' },
    { name: 'links.flags', type: 'Array(UInt32)', codec: 'ZSTD(1)', comment: 'Flags of the link' },
    {
      name: 'links.attributes',
      type: 'Array(Map(LowCardinality(String), String))',
      codec: 'ZSTD(1)',
      comment: 'Link attributes',
    },
    { name: 'links.attribute_types', type: 'Array(String)', codec: 'ZSTD(1)', comment: 'Type letters' },
    { name: 'links.dropped_attributes', type: 'Array(UInt32)', codec: 'ZSTD(1)', comment: 'Dropped by the sender' },
    { name: 'dropped_links', type: 'UInt32', codec: 'ZSTD(1)', comment: 'Dropped by the sender' },
  ],
  partitionBy: 'toYYYYMMDD(start)',
  // A coarse time bucket first prunes "the last hour"; the trace id next makes a trace one or two granules.
  orderBy: ['tenant', 'toStartOfTenMinutes(start)', 'trace_id', 'start'],
  // A trace is tens of rows of thirty columns: small granules and blocks halve what is unpacked to find it
  // (1 M spans, trace by id: 11 ms -> 7-9 ms) for 1 % more disk.
  settings: { index_granularity: 1024, min_compress_block_size: 16384, max_compress_block_size: 65536 },
};

/** Lists and lookups read this instead of spans: a trace id leads to the time range that holds it. */
export const TRACES: Table = {
  name: 'traces',
  signal: 'traces',
  engine: 'AggregatingMergeTree',
  comment: 'A summary per trace and day, merged from every insert of its spans',
  columns: [
    { name: 'tenant', type: 'LowCardinality(String)', comment: 'X-Scope-OrgID' },
    { name: 'trace_id', type: 'FixedString(16)', comment: 'Binary' },
    { name: 'day', type: 'Date32', comment: 'UTC day of the spans summed here' },
    { name: 'start', type: "SimpleAggregateFunction(min, DateTime64(9, 'UTC'))", comment: 'First span start' },
    { name: 'end', type: "SimpleAggregateFunction(max, DateTime64(9, 'UTC'))", comment: 'Last span end' },
    {
      name: 'last_start',
      type: "SimpleAggregateFunction(max, DateTime64(9, 'UTC'))",
      comment: 'Last span start: upper bound of the sort key',
    },
    {
      name: 'root_service',
      type: 'SimpleAggregateFunction(max, String)',
      comment: 'Service of the span without parent; empty until it arrives',
    },
    { name: 'root_name', type: 'SimpleAggregateFunction(max, String)', comment: 'Name of the span without parent' },
    { name: 'span_count', type: 'SimpleAggregateFunction(sum, UInt64)', comment: 'Spans received' },
    { name: 'error_count', type: 'SimpleAggregateFunction(sum, UInt64)', comment: 'Spans with status error' },
    {
      name: 'service_spans',
      type: 'SimpleAggregateFunction(sumMap, Map(String, UInt64))',
      comment: 'Spans by service; empty in rows of older versions',
    },
    {
      name: 'service_errors',
      type: 'SimpleAggregateFunction(sumMap, Map(String, UInt64))',
      comment: 'Spans with status error by service, of services that have any',
    },
    {
      name: 'rare',
      type: 'SimpleAggregateFunction(groupBitOr, UInt8)',
      expression: { kind: 'DEFAULT', sql: '255' },
      comment: 'Parts of spans that any of them has: 1 events, 2 links, 4 drops, 8 flags, 16 trace state or message',
    },
  ],
  partitionBy: 'toYYYYMMDD(day)',
  orderBy: ['tenant', 'trace_id', 'day'],
  // A search reads a granule for each trace that it shows (5 M spans, 31 traces: 25 ms of 1024 rows, 16 of 128).
  settings: { index_granularity: 128, min_compress_block_size: 16384, max_compress_block_size: 65536 },
};

export const TRACES_FROM_SPANS: MaterializedView = {
  name: 'traces_from_spans',
  from: 'spans',
  into: 'traces',
  // Qualified: an alias such as `start` would otherwise shadow the column it is made from.
  select:
    'SELECT s.tenant AS tenant, s.trace_id AS trace_id, toDate32(s.start) AS day, min(s.start) AS start, ' +
    "max(fromUnixTimestamp64Nano(toUnixTimestamp64Nano(s.start) + greatest(s.duration, 0), 'UTC')) AS end, " +
    'max(s.start) AS last_start, ' +
    "maxIf(toString(s.service), s.parent_span_id = unhex('0000000000000000')) AS root_service, " +
    "maxIf(toString(s.name), s.parent_span_id = unhex('0000000000000000')) AS root_name, " +
    'count() AS span_count, countIf(s.status_code = 2) AS error_count, ' +
    'sumMap(map(toString(s.service), toUInt64(1))) AS service_spans, ' +
    'sumMapIf(map(toString(s.service), toUInt64(1)), s.status_code = 2) AS service_errors, ' +
    'groupBitOr(toUInt8(notEmpty(s.`events.ts`) + 2 * notEmpty(s.`links.trace_id`) + ' +
    '4 * (s.dropped_attributes + s.dropped_events + s.dropped_links > 0) + 8 * (s.flags > 0) + ' +
    "16 * (s.trace_state != '' OR s.status_message != ''))) AS rare FROM spans AS s GROUP BY s.tenant, s.trace_id, day",
};
