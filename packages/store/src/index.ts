export {
  openEmbedded,
  type EmbeddedEngine,
  type EmbeddedOptions,
  type EngineLogger,
} from './engine/embedded/embedded-engine.js';
export { openRemote, type ConnectError, type RemoteOptions } from './engine/remote/remote-engine.js';
export type { OpenError } from './engine/embedded/folder.js';
export { DATABASE } from './engine/database.js';
export { announcedWrites, type AnnouncedWrite } from './engine/announced-writes.js';
export type { Engine, EngineError, Insert, QueryLimits, QueryOptions, ReadFormat } from './engine/engine.js';
export { createInserter, type Inserter, type InserterOptions, type InsertLimits } from './insert/inserter.js';
export { COMMIT_BUCKETS_MS, type Histogram, type InsertStats, type SignalStats } from './insert/insert-stats.js';
export type { GroupOptions } from './insert/signal-queue.js';
export { deleteSamples, purgeDeleted, type DeletedSamples } from './maintenance/delete-samples.js';
export { holdMerges } from './maintenance/hold-merges.js';
export { deleteLogs, LogDeletionTable, type LogDeletion, type LogDeletionStatus } from './maintenance/log-deletions.js';
export { writeProbe } from './read/probe.js';
export { RowBinaryReader } from './read/row-binary.js';
export { createSqlRunner, queryFailureOf } from './read/runner.js';
export {
  createRetention,
  type Dropped,
  type KeepDays,
  type Retention,
  type RetentionOptions,
} from './retention/retention.js';
export type { DayUsage, PartitionUsage, Usage } from './retention/usage.js';
export { migrate, type Migrated, type MigrationError } from './schema/migrate.js';
