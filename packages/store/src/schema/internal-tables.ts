/** Tables of the store itself, which no query language sees. */

/** Which migrations a data folder has seen. Made before the first of them. */
export const SCHEMA_MIGRATIONS = 'schema_migrations';

export const CREATE_SCHEMA_MIGRATIONS =
  `CREATE TABLE IF NOT EXISTS ${SCHEMA_MIGRATIONS} ` +
  "(number UInt32, name String, checksum String, applied DateTime64(3, 'UTC')) " +
  'ENGINE = MergeTree ORDER BY number SETTINGS fsync_after_insert = 1, fsync_part_directory = 1';

/** One row per prober: a newer row replaces the one before, so the table stays small. */
export const PROBES = 'probes';

export const CREATE_PROBES =
  `CREATE TABLE IF NOT EXISTS ${PROBES} ` +
  "(prober LowCardinality(String), token String, at DateTime64(3, 'UTC')) " +
  'ENGINE = ReplacingMergeTree(at) ORDER BY prober SETTINGS fsync_after_insert = 1, fsync_part_directory = 1';
