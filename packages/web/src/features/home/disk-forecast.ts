import { type DayBytes } from '../../api/status.js';

export interface DiskForecast {
  /** Bytes a day that ended, on average; undefined while no whole day is there. */
  readonly perDay: number | undefined;
  /** Days until the bound is reached at that pace; 0 when it is, undefined when it will not be told. */
  readonly daysLeft: number | undefined;
}

/** Days whose average stands for the next ones. */
const RECENT = 7;

/**
 * When the disk is full at the pace of the newest whole days.
 * @param bound bytes that the data may take: the budget, or what it takes now and what the disk has left.
 * @param today `2026-11-26`, UTC: its bytes are still growing and tell no pace.
 */
export function diskForecast(
  days: readonly DayBytes[],
  usedBytes: number,
  bound: number | undefined,
  today: string,
): DiskForecast {
  const byDay = new Map<string, number>();
  for (const { day, bytes } of days) if (day < today) byDay.set(day, (byDay.get(day) ?? 0) + bytes);
  const recent = [...byDay].sort(([a], [b]) => b.localeCompare(a)).slice(0, RECENT);
  if (recent.length === 0) return { perDay: undefined, daysLeft: undefined };
  const perDay = recent.reduce((sum, [, bytes]) => sum + bytes, 0) / recent.length;
  if (bound === undefined || perDay <= 0) return { perDay, daysLeft: undefined };
  return { perDay, daysLeft: Math.max(0, (bound - usedBytes) / perDay) };
}
