import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';

export type Signal = 'logs' | 'traces' | 'metrics';

export interface DayBytes {
  readonly signal: string;
  /** `2026-11-26`, UTC. */
  readonly day: string;
  readonly bytes: number;
}

export interface ServerStatus {
  readonly usedBytes: number;
  /** Absent when the server cannot tell. */
  readonly freeBytes?: number;
  /** Absent without a budget. */
  readonly budgetBytes?: number;
  readonly days: readonly DayBytes[];
  /** Seconds by signal; absent where nothing ends. */
  readonly retention: Readonly<Partial<Record<Signal, number>>>;
}

/** GET api/bongsu/status: the disk and what is kept. */
export async function fetchStatus(signal?: AbortSignal): Promise<ServerStatus> {
  return parseStatus(await getJson({ path: '/api/bongsu/status', signal }));
}

export function parseStatus(body: unknown): ServerStatus {
  const status = asRecord(body);
  const disk = asRecord(status['disk']);
  const kept = asRecord(status['retentionSeconds']);
  const free = asNumber(disk['freeBytes']);
  const budget = asNumber(disk['budgetBytes']);
  const retention: Partial<Record<Signal, number>> = {};
  for (const name of ['logs', 'traces', 'metrics'] as const) {
    const seconds = asNumber(kept[name]);
    if (seconds !== undefined) retention[name] = seconds;
  }
  return {
    usedBytes: asNumber(disk['usedBytes']) ?? 0,
    ...(free === undefined ? {} : { freeBytes: free }),
    ...(budget === undefined ? {} : { budgetBytes: budget }),
    days: asArray(disk['days']).map((item) => {
      const { signal, day, bytes } = asRecord(item);
      return { signal: asText(signal) ?? '', day: asText(day) ?? '', bytes: asNumber(bytes) ?? 0 };
    }),
    retention,
  };
}
