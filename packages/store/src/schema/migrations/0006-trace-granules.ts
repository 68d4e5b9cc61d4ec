import type { Migration } from './migration.js';

/**
 * Granules of 128 instead of 1024 summaries: a search reads one for each trace it shows, and takes half as long for it.
 * The engine does not change this of a table, so its parts move to another one, where merges make them anew.
 */
export const TRACE_GRANULES: Migration = {
  number: 6,
  name: 'trace granules',
  statements: [
    // Left over from a run that was cut off, before the exchange or after it: the other one of the two is whole.
    'DROP TABLE IF EXISTS traces_moving SYNC',
    `CREATE TABLE traces_moving (
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
  service_spans SimpleAggregateFunction(sumMap, Map(String, UInt64)) COMMENT 'Spans by service; empty in rows of older versions',
  service_errors SimpleAggregateFunction(sumMap, Map(String, UInt64)) COMMENT 'Spans with status error by service, of services that have any',
  rare SimpleAggregateFunction(groupBitOr, UInt8) DEFAULT 255 COMMENT 'Parts of spans that any of them has: 1 events, 2 links, 4 drops, 8 flags, 16 trace state or message'
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMMDD(day)
ORDER BY (tenant, trace_id, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, index_granularity = 128, min_compress_block_size = 16384, max_compress_block_size = 65536
COMMENT 'A summary per trace and day, merged from every insert of its spans'`,
    'ALTER TABLE traces_moving ATTACH PARTITION ALL FROM traces',
    'EXCHANGE TABLES traces AND traces_moving',
    'DROP TABLE traces_moving SYNC',
  ],
};
