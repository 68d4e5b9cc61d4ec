import { err, MS_PER_DAY, ok, type Clock, type DurationMs, type Result } from '@bongsu/model';
import { AnswerReach, FingerprintCache, SeriesCache, type SqlRunner } from '@bongsu/query/lang';
import { LOG_STREAMS, METRIC_SERIES, NATIVE_HISTOGRAMS, RESOURCES } from '@bongsu/query/sql';
import {
  announcedWrites,
  createInserter,
  createRetention,
  createSqlRunner,
  holdMerges,
  migrate,
  openEmbedded,
  type Engine,
  type Inserter,
  type KeepDays,
} from '@bongsu/store';
import type { Closers } from '../closers.js';
import type { Config } from '../config/schema.js';
import { LogDeleter } from '../deletion/log-deleter.js';
import { DiskWatch } from '../disk-watch.js';
import { pipelineLimitsOf } from '../limits/pipeline-limits.js';
import type { Logger } from '../self/logger.js';
import type { MetricRegistry } from '../self/registry.js';
import { registerStoreMetrics } from '../self/store-metrics.js';
import { StoredMetrics } from '../stored-metrics.js';
import { KnownTraces } from './known-traces.js';
import type { StartFailure } from './start-failure.js';

export interface StoreSideParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: MetricRegistry;
  /** Closes what is opened here. */
  readonly rooms: Closers;
  /** Is told what takes long before it begins. */
  readonly phase: (what: string) => void;
}

/** Where bytes go and answers come from. */
export interface StoreSide {
  readonly engine: Engine;
  /** Absolute. */
  readonly dataFolder: string;
  readonly inserter: Inserter;
  readonly disk: DiskWatch;
  /** With the limits of one query, and what queries remember. */
  readonly runner: SqlRunner;
  /** What PromQL holds in memory. */
  readonly stored: StoredMetrics['parts'];
  readonly deleter: LogDeleter;
  /** Lets the engine merge what an earlier run left, and loads where traces lie; once, when the server is ready. */
  merge(): Promise<Result<void, StartFailure>>;
}

/** What tells which series there are, and which of them have native histograms. */
const SERIES_TABLES: ReadonlySet<string> = new Set([METRIC_SERIES.name, NATIVE_HISTOGRAMS.name]);

/** Opens the data folder and brings its schema up to date. */
export async function openStoreSide(parts: StoreSideParts): Promise<Result<StoreSide, StartFailure>> {
  const { config, clock, logger, registry, rooms } = parts;
  const dataFailure = (message: string): Result<never, StartFailure> => err({ kind: 'data', message });
  const opened = await openEmbedded({
    folder: config.data,
    memoryBytes: config.engine.memory,
    longReads: config.limits.query.longAtOnce,
    clock,
    logger: { warn: (message) => logger.warn(message) },
  });
  if (!opened.ok) return dataFailure(opened.error.message);
  const series = new SeriesCache();
  const logStreams = new SeriesCache();
  const resourceAnswers = new SeriesCache();
  const stored = new StoredMetrics(config.prometheus, clock);
  const engine = announcedWrites(opened.value, (write) => {
    if (write.kind === 'command' || SERIES_TABLES.has(write.insert.table)) series.invalidate();
    if (write.kind === 'command' || write.insert.table === LOG_STREAMS.name) logStreams.invalidate();
    if (write.kind === 'command' || write.insert.table === RESOURCES.name) resourceAnswers.invalidate();
    stored.tell(write);
  });
  rooms.add('engine', () => engine.close());
  parts.phase('the schema is being brought up to date');
  const migrated = await migrate({ engine, clock });
  if (!migrated.ok) {
    return dataFailure(`the data folder ${engine.folder} cannot be used: ${migrated.error.message}`);
  }
  const merges = await holdMerges(opened.value);
  if (!merges.ok) return dataFailure(merges.error.message);

  const committing = createInserter({
    engine,
    clock,
    limits: { queueBytes: config.ingest.queue.maxBytes, queueRows: config.ingest.queue.maxRows },
  });
  rooms.add('inserter', () => committing.close());
  const traces = new KnownTraces(config.limits.query.knownTraces, logger);
  rooms.add('known traces', () => traces.stop());
  const inserter: Inserter = {
    append: traces.append(committing),
    flush: () => committing.flush(),
    close: () => committing.close(),
    stats: () => committing.stats(),
  };
  const retention = createRetention({
    engine,
    clock,
    days: {
      logs: keepDays(config.retention.logs),
      traces: keepDays(config.retention.traces),
      metrics: keepDays(config.retention.metrics),
    },
    ...(config.diskBudget === 'off' ? {} : { diskBudgetBytes: config.diskBudget }),
  });
  const disk = new DiskWatch(engine.folder, retention, logger);
  rooms.add('disk watch', () => disk.stop());
  registerStoreMetrics(registry, () => inserter.stats(), disk);

  const queryLimits = { time: config.limits.query.time, memoryBytes: config.limits.query.memory };
  const runner: SqlRunner = {
    ...createSqlRunner(engine, queryLimits),
    resources: new FingerprintCache(),
    streamLabels: new FingerprintCache(),
    series,
    logStreams,
    resourceAnswers,
    answerReach: new AnswerReach(),
    traceExtents: traces.extents,
  };
  const known = await stored.begin(runner);
  if (!known.ok) {
    logger.warn({ reason: known.error.message }, 'it is not known what is stored: PromQL reads all anew');
  }
  const pipelineLimits = pipelineLimitsOf(config.limits.query);
  const deleter = new LogDeleter({ engine, runner, clock, logger, pipelineLimits });
  rooms.add('log deletion', () => deleter.close());
  return ok({
    engine,
    dataFolder: engine.folder,
    inserter,
    disk,
    runner,
    stored: stored.parts,
    deleter,
    merge: async () => {
      const merging = await merges.value();
      traces.begin(runner);
      return merging.ok ? ok(undefined) : dataFailure(merging.error.message);
    },
  });
}

function keepDays(kept: DurationMs | 'off'): KeepDays {
  return kept === 'off' ? 'off' : Math.ceil(kept / MS_PER_DAY);
}
