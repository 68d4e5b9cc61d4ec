import type { Table } from './table.js';

export const LOGS: Table = {
  name: 'logs',
  signal: 'logs',
  engine: 'MergeTree',
  comment: 'One row per log record',
  columns: [
    { name: 'tenant', type: 'LowCardinality(String)', comment: 'X-Scope-OrgID' },
    { name: 'ts', type: "DateTime64(9, 'UTC')", codec: 'Delta(8), ZSTD(1)', comment: 'When it happened' },
    { name: 'seq', type: 'UInt64', codec: 'Delta(8), ZSTD(1)', comment: 'Arrival order, for lines of equal time' },
    { name: 'observed_ts', type: "DateTime64(9, 'UTC')", codec: 'Delta(8), ZSTD(1)', comment: 'When it was collected' },
    { name: 'stream', type: 'UInt64', codec: 'ZSTD(1)', comment: 'Fingerprint in log_streams' },
    { name: 'resource', type: 'UInt64', codec: 'ZSTD(1)', comment: 'Fingerprint in resources; 0 for none' },
    { name: 'service', type: 'LowCardinality(String)', comment: 'service.name' },
    { name: 'severity_number', type: 'UInt8', comment: 'OTel severity 1-24; 0 unset' },
    { name: 'severity_text', type: 'LowCardinality(String)', comment: 'As the sender wrote it' },
    {
      name: 'detected_level',
      type: 'LowCardinality(String)',
      // Of rows from before the column; newer ones are told their level by the decoder, which looks at more.
      expression: {
        kind: 'DEFAULT',
        sql:
          "multiIf(lower(severity_text) IN ('trace', 'trc'), 'trace', lower(severity_text) IN ('debug', 'dbg'), 'debug', " +
          "lower(severity_text) IN ('info', 'inf', 'information'), 'info', lower(severity_text) IN ('warn', 'wrn', 'warning'), 'warn', " +
          "lower(severity_text) IN ('error', 'err'), 'error', lower(severity_text) = 'critical', 'critical', " +
          "lower(severity_text) = 'fatal', 'fatal', severity_text != '', severity_text, " +
          "severity_number BETWEEN 1 AND 24, ['trace', 'debug', 'info', 'warn', 'error', 'fatal'][intDiv(severity_number + 3, 4)], 'unknown')",
      },
      comment: 'Normalised level; empty when discovery is off',
    },
    { name: 'event_name', type: 'LowCardinality(String)', comment: 'OTel event name' },
    {
      name: 'trace_id',
      type: 'FixedString(16)',
      codec: 'ZSTD(1)',
      // Lines of a trace are spread over services and so over the sort order: in blocks of 64 KiB ids take twice the space.
      settings: { min_compress_block_size: 131072, max_compress_block_size: 1048576 },
      comment: 'Binary; zero for none',
    },
    { name: 'span_id', type: 'FixedString(8)', codec: 'ZSTD(1)', comment: 'Binary; zero for none' },
    { name: 'flags', type: 'UInt32', codec: 'ZSTD(1)', comment: 'W3C trace flags' },
    { name: 'body', type: 'String', codec: 'ZSTD(1)', comment: 'The line; JSON for structured bodies' },
    { name: 'body_type', type: 'LowCardinality(String)', comment: 'OTLP type letter of the body' },
    {
      name: 'attributes',
      type: 'Map(LowCardinality(String), String)',
      codec: 'ZSTD(1)',
      comment: 'Record attributes and structured metadata',
    },
    { name: 'attribute_types', type: 'LowCardinality(String)', comment: 'A type letter per attribute, in map order' },
    { name: 'dropped_attributes', type: 'UInt32', codec: 'ZSTD(1)', comment: 'Attributes the sender dropped' },
  ],
  partitionBy: 'toYYYYMMDD(ts)',
  orderBy: ['tenant', 'toStartOfFiveMinutes(ts)', 'service', 'stream', 'ts'],
  indexes: [{ name: 'trace_id_filter', expression: 'trace_id', type: 'bloom_filter(0.01)', granularity: 8 }],
  // Lines of one service lie in runs of five minutes. Of a service with 230 lines in each, a day's bodies take 290 ms of
  // processor time in granules of 8192, and 90 in these.
  settings: { index_granularity: 1024, min_compress_block_size: 16384, max_compress_block_size: 65536 },
};

export const LOG_STREAMS: Table = {
  name: 'log_streams',
  signal: 'logs',
  engine: 'ReplacingMergeTree',
  comment: 'Labels of every log stream, once per day it was written to',
  columns: [
    { name: 'tenant', type: 'LowCardinality(String)', comment: 'X-Scope-OrgID' },
    { name: 'day', type: 'Date32', comment: 'UTC day with lines of this stream' },
    { name: 'fingerprint', type: 'UInt64', comment: 'Hash of the labels' },
    { name: 'service', type: 'LowCardinality(String)', comment: 'service.name' },
    { name: 'labels', type: 'Map(LowCardinality(String), String)', comment: 'Stream labels' },
  ],
  partitionBy: 'toYYYYMMDD(day)',
  orderBy: ['tenant', 'fingerprint', 'day'],
};
