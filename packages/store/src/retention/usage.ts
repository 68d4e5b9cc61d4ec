import { durationMs, epochDay, err, ok, MS_PER_DAY, type EpochDay, type Result } from '@bongsu/model';
import { TABLES, type Signal } from '@bongsu/query/sql';
import { DATABASE } from '../engine/database.js';
import type { Engine, EngineError } from '../engine/engine.js';

/** What one day of one table takes. */
export interface PartitionUsage {
  readonly table: string;
  readonly signal: Signal;
  /** UTC. */
  readonly day: EpochDay;
  /** `YYYYMMDD`, as the engine names the partition. */
  readonly partition: string;
  readonly rows: number;
  readonly bytes: number;
}

export interface DayUsage {
  readonly signal: Signal;
  readonly day: EpochDay;
  readonly rows: number;
  readonly bytes: number;
}

export interface Usage {
  /** Everything the engine keeps in active parts, the store's own tables included. */
  readonly bytes: number;
  /** Newest day last. */
  readonly days: readonly DayUsage[];
  readonly partitions: readonly PartitionUsage[];
}

const LIMITS = { time: durationMs(30_000), memoryBytes: 256 * 1024 * 1024 };

// Program text: the nodes have no name for a table of another database.
const PARTITIONS =
  'SELECT table, partition_id, sum(rows), sum(bytes_on_disk) FROM system.parts ' +
  `WHERE database = '${DATABASE}' AND active GROUP BY table, partition_id`;

/** The day a `YYYYMMDD` partition holds. */
export function dayOfPartition(partition: string): EpochDay | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(partition);
  if (!match) return undefined;
  const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return Number.isFinite(ms) ? epochDay(ms / MS_PER_DAY) : undefined;
}

/** Reads the sizes of all partitions from the engine's own books. */
export async function readUsage(engine: Engine): Promise<Result<Usage, EngineError>> {
  const answer = await engine.query({ sql: PARTITIONS, params: [] }, 'JSONCompactEachRow', { limits: LIMITS });
  if (!answer.ok) return err(answer.error);
  const signalOf = new Map(TABLES.map((t) => [t.name, t.signal]));
  const partitions: PartitionUsage[] = [];
  let bytes = 0;
  for (const line of Buffer.from(answer.value).toString('utf8').split('\n')) {
    if (line === '') continue;
    const [table, partition, rows, size] = JSON.parse(line) as [string, string, string, string];
    bytes += Number(size);
    const signal = signalOf.get(table);
    const day = dayOfPartition(partition);
    if (signal === undefined || day === undefined) continue;
    partitions.push({ table, signal, day, partition, rows: Number(rows), bytes: Number(size) });
  }
  return ok({ bytes, days: perDay(partitions), partitions });
}

function perDay(partitions: readonly PartitionUsage[]): DayUsage[] {
  const days = new Map<string, { signal: Signal; day: EpochDay; rows: number; bytes: number }>();
  for (const { signal, day, rows, bytes } of partitions) {
    const key = `${day} ${signal}`;
    const sum = days.get(key);
    if (sum) {
      sum.rows += rows;
      sum.bytes += bytes;
    } else {
      days.set(key, { signal, day, rows, bytes });
    }
  }
  return [...days.values()].sort((a, b) => a.day - b.day || (a.signal < b.signal ? -1 : 1));
}
