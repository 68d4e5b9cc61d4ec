import { dayOfMillis, err, ok, type Clock, type EpochDay, type Result } from '@bongsu/model';
import { printName, RESOURCES, type Signal } from '@bongsu/query/sql';
import type { Engine, EngineError } from '../engine/engine.js';
import { readUsage, type PartitionUsage, type Usage } from './usage.js';

/** Whole UTC days to keep besides today, or everything. */
export type KeepDays = number | 'off';

export interface RetentionOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly days: Readonly<Record<Signal, KeepDays>>;
  /** Of the engine's active parts. Today is never dropped for it. */
  readonly diskBudgetBytes?: number;
}

export interface Dropped extends PartitionUsage {
  readonly because: 'age' | 'disk budget';
}

export interface Retention {
  /** Drops what is too old, then whole oldest days while the budget is exceeded. Returns what was dropped. */
  run(): Promise<Result<readonly Dropped[], EngineError>>;
  /** What is stored now, per signal and day. */
  usage(): Promise<Result<Usage, EngineError>>;
}

/** Builds nothing in the background: the owner calls `run` when it sees fit, one call at a time. */
export function createRetention(options: RetentionOptions): Retention {
  const { engine, clock } = options;
  return {
    usage: () => readUsage(engine),
    run: async () => {
      const usage = await readUsage(engine);
      if (!usage.ok) return usage;
      const dropped: Dropped[] = [];
      for (const drop of planDrops(usage.value, dayOfMillis(clock.now()), options)) {
        const { table, partition } = drop;
        const done = await engine.command(`ALTER TABLE ${printName(table)} DROP PARTITION ID '${partition}'`);
        if (!done.ok) return err(done.error);
        dropped.push(drop);
      }
      return ok(dropped);
    },
  };
}

/** Logs refer to resources too, so a resource lives as long as the longer-lived of both. */
function keepDays(partition: PartitionUsage, days: RetentionOptions['days']): KeepDays {
  if (partition.table !== RESOURCES.name) return days[partition.signal];
  return days.logs === 'off' || days.traces === 'off' ? 'off' : Math.max(days.logs, days.traces);
}

/** Pure: which partitions must go, oldest first. `today` and later days are safe from the budget. */
export function planDrops(
  usage: Usage,
  today: EpochDay,
  options: Pick<RetentionOptions, 'days' | 'diskBudgetBytes'>,
): Dropped[] {
  const drops: Dropped[] = [];
  const kept: PartitionUsage[] = [];
  for (const partition of [...usage.partitions].sort((a, b) => a.day - b.day)) {
    const keep = keepDays(partition, options.days);
    if (keep !== 'off' && partition.day < today - keep) drops.push({ ...partition, because: 'age' });
    else kept.push(partition);
  }
  const budget = options.diskBudgetBytes;
  if (budget === undefined) return drops;
  let bytes = usage.bytes - drops.reduce((sum, d) => sum + d.bytes, 0);
  while (bytes > budget) {
    const oldest = kept[0]?.day;
    if (oldest === undefined || oldest >= today) break;
    while (kept[0]?.day === oldest) {
      const partition = kept.shift()!;
      bytes -= partition.bytes;
      drops.push({ ...partition, because: 'disk budget' });
    }
  }
  return drops;
}
