/** Tables of the store itself, which no query language sees. */

/** Which migrations a data folder has seen. Made before the first of them. */
export const SCHEMA_MIGRATIONS = 'schema_migrations';

export const CREATE_SCHEMA_MIGRATIONS =
  `CREATE TABLE IF NOT EXISTS ${SCHEMA_MIGRATIONS} ` +
  "(number UInt32, name String, checksum String, applied DateTime64(3, 'UTC')) " +
  'ENGINE = MergeTree ORDER BY number SETTINGS fsync_after_insert = 1, fsync_part_directory = 1';

/** Requests to delete log lines; times in nanoseconds. A newer row of a request replaces the one before. */
export const LOG_DELETIONS = 'log_deletions';

export const CREATE_LOG_DELETIONS =
  `CREATE TABLE IF NOT EXISTS ${LOG_DELETIONS} ` +
  '(tenant LowCardinality(String), id String, query String, start Int64, end Int64, created Int64, ' +
  'status LowCardinality(String), version UInt64) ' +
  'ENGINE = ReplacingMergeTree(version) ORDER BY (tenant, id) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1';

/** One row per prober: a newer row replaces the one before, so the table stays small. */
export const PROBES = 'probes';

export const CREATE_PROBES =
  `CREATE TABLE IF NOT EXISTS ${PROBES} ` +
  "(prober LowCardinality(String), token String, at DateTime64(3, 'UTC')) " +
  'ENGINE = ReplacingMergeTree(at) ORDER BY prober SETTINGS fsync_after_insert = 1, fsync_part_directory = 1';
