import type { Migration } from './migration.js';

/**
 * Lines in granules of 1024 instead of 8192 and in smaller blocks: a service's lines lie in runs of five minutes, and a read of
 * them took in 35 times as many. The engine does not change this of a table, so its parts move to another one, where merges
 * make them anew. The index on trace ids keeps its size: it has a filter for eight granules now, and is worked out again for
 * the parts that moved.
 */
export const LOG_GRANULES: Migration = {
  number: 7,
  name: 'log granules',
  statements: [
    // Left over from a run that was cut off, before the exchange or after it: the other one of the two is whole.
    'DROP TABLE IF EXISTS logs_moving SYNC',
    // Parts only move between tables of the same indexes.
    'ALTER TABLE logs ADD INDEX IF NOT EXISTS trace_id_filter trace_id TYPE bloom_filter(0.01) GRANULARITY 8',
    'ALTER TABLE logs DROP INDEX IF EXISTS trace_id_bloom SETTINGS alter_sync = 0, mutations_sync = 0',
    `CREATE TABLE logs_moving (
  tenant LowCardinality(String) COMMENT 'X-Scope-OrgID',
  ts DateTime64(9, 'UTC') COMMENT 'When it happened' CODEC(Delta(8), ZSTD(1)),
  seq UInt64 COMMENT 'Arrival order, for lines of equal time' CODEC(Delta(8), ZSTD(1)),
  observed_ts DateTime64(9, 'UTC') COMMENT 'When it was collected' CODEC(Delta(8), ZSTD(1)),
  stream UInt64 COMMENT 'Fingerprint in log_streams' CODEC(ZSTD(1)),
  resource UInt64 COMMENT 'Fingerprint in resources; 0 for none' CODEC(ZSTD(1)),
  service LowCardinality(String) COMMENT 'service.name',
  severity_number UInt8 COMMENT 'OTel severity 1-24; 0 unset',
  severity_text LowCardinality(String) COMMENT 'As the sender wrote it',
  detected_level LowCardinality(String) DEFAULT multiIf(lower(severity_text) IN ('trace', 'trc'), 'trace', lower(severity_text) IN ('debug', 'dbg'), 'debug', lower(severity_text) IN ('info', 'inf', 'information'), 'info', lower(severity_text) IN ('warn', 'wrn', 'warning'), 'warn', lower(severity_text) IN ('error', 'err'), 'error', lower(severity_text) = 'critical', 'critical', lower(severity_text) = 'fatal', 'fatal', severity_text != '', severity_text, severity_number BETWEEN 1 AND 24, ['trace', 'debug', 'info', 'warn', 'error', 'fatal'][intDiv(severity_number + 3, 4)], 'unknown') COMMENT 'Normalised level; empty when discovery is off',
  event_name LowCardinality(String) COMMENT 'OTel event name',
  trace_id FixedString(16) COMMENT 'Binary; zero for none' CODEC(ZSTD(1)) SETTINGS (min_compress_block_size = 131072, max_compress_block_size = 1048576),
  span_id FixedString(8) COMMENT 'Binary; zero for none' CODEC(ZSTD(1)),
  flags UInt32 COMMENT 'W3C trace flags' CODEC(ZSTD(1)),
  body String COMMENT 'The line; JSON for structured bodies' CODEC(ZSTD(1)),
  body_type LowCardinality(String) COMMENT 'OTLP type letter of the body',
  attributes Map(LowCardinality(String), String) COMMENT 'Record attributes and structured metadata' CODEC(ZSTD(1)),
  attribute_types LowCardinality(String) COMMENT 'A type letter per attribute, in map order',
  dropped_attributes UInt32 COMMENT 'Attributes the sender dropped' CODEC(ZSTD(1)),
  INDEX trace_id_filter trace_id TYPE bloom_filter(0.01) GRANULARITY 8
)
ENGINE = MergeTree
PARTITION BY toYYYYMMDD(ts)
ORDER BY (tenant, toStartOfFiveMinutes(ts), service, stream, ts)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, index_granularity = 1024, min_compress_block_size = 16384, max_compress_block_size = 65536
COMMENT 'One row per log record'`,
    'ALTER TABLE logs_moving ATTACH PARTITION ALL FROM logs',
    'EXCHANGE TABLES logs AND logs_moving',
    'DROP TABLE logs_moving SYNC',
    // In the background: until it is done, these parts are read without the index.
    'ALTER TABLE logs MATERIALIZE INDEX trace_id_filter SETTINGS mutations_sync = 0',
  ],
};
