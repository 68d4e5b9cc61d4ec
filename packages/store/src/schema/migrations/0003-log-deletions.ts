import type { Migration } from './migration.js';

/** Where requests to delete log lines are kept. */
export const LOG_DELETIONS_TABLE: Migration = {
  number: 3,
  name: 'log deletions',
  statements: [
    'CREATE TABLE IF NOT EXISTS log_deletions (tenant LowCardinality(String), id String, query String, start Int64, end Int64, created Int64, status LowCardinality(String), version UInt64) ENGINE = ReplacingMergeTree(version) ORDER BY (tenant, id) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1',
  ],
};
