import { COMMIT_BUCKETS_MS, type InsertStats, type SignalStats } from '@bongsu/store';
import type { DiskWatch } from '../disk-watch.js';
import type { MetricRegistry } from './registry.js';
import type { Signal } from './self-metrics.js';

const SIGNALS: readonly Signal[] = ['logs', 'traces', 'metrics'];

/** The ingest queue, commits and disk, read from their owners when somebody scrapes. */
export function registerStoreMetrics(registry: MetricRegistry, stats: () => InsertStats, disk: DiskWatch): void {
  const perSignal = (read: (signal: SignalStats) => number) => () => {
    const now = stats();
    return SIGNALS.map((signal) => [[signal], read(now[signal])] as const);
  };
  const labels = ['signal'];
  registry.gauges(
    'bongsu_ingest_queue_rows',
    'Rows that wait for the engine.',
    labels,
    perSignal((s) => s.queueRows),
  );
  registry.gauges(
    'bongsu_ingest_queue_bytes',
    'Bytes that wait for the engine.',
    labels,
    perSignal((s) => s.queueBytes),
  );
  const count = (name: string, help: string, read: (signal: SignalStats) => number): void => {
    registry.gauges(name, help, labels, perSignal(read), 'counter');
  };
  count('bongsu_store_rows_total', 'Rows stored.', (s) => s.rows);
  count('bongsu_store_commits_total', 'Group commits.', (s) => s.commits);
  count('bongsu_store_commit_retries_total', 'Inserts tried again after an error of the engine.', (s) => s.retries);
  registry.histograms(
    'bongsu_store_commit_seconds',
    'Length of group commits, until they are on disk.',
    labels,
    COMMIT_BUCKETS_MS.map((ms) => ms / 1000),
    () => {
      const now = stats();
      return SIGNALS.map((signal) => {
        const { buckets, count, sumMs } = now[signal].commitDuration;
        return [[signal], { buckets, count, sum: sumMs / 1000 }] as const;
      });
    },
  );
  registry.gauges('bongsu_store_disk_bytes', 'What the engine keeps on disk.', [], () =>
    disk.bytes === undefined ? [] : [[[], disk.bytes]],
  );
  registry.gauges('bongsu_store_disk_free_bytes', 'Free space where the data folder lies.', [], () =>
    disk.freeBytes === undefined ? [] : [[[], disk.freeBytes]],
  );
}
