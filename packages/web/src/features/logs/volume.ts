import { queryLokiRange } from '../../api/loki-metric-query.js';
import { type PromSeries } from '../../api/prom-query-range.js';
import { gridTimes } from '../charts/align.js';
import { chartGrid, type RangeMs } from '../time-range/range.js';
import { gridBuckets, type Bucket } from './line-index.js';
import { levels, parseLevel, type Level } from './level.js';

/** How many lines there are over time, by level. */
export interface Volume {
  /** Unix seconds: the end of each bucket, which lines at that instant belong to. */
  readonly times: readonly number[];
  /** Seconds. */
  readonly step: number;
  /** Levels that occur, most severe first, with a count for each time. */
  readonly byLevel: ReadonlyMap<Level, readonly number[]>;
}

/** Enough for a shape, few enough to point at one. */
const BUCKETS = 120;

/** Counts the lines of a log query. The first and the last bucket reach beyond the range to the next natural step. */
export async function fetchVolume(query: string, range: RangeMs, signal?: AbortSignal): Promise<Volume> {
  const { start, step } = chartGrid(range, BUCKETS);
  const end = Math.ceil(range.end / 1_000 / step) * step;
  const counted = `sum by (detected_level) (count_over_time(${query} [${step}s]))`;
  const { series } = await queryLokiRange(counted, { start: start + step, end, step }, 1, signal);
  return volumeOf(series, gridTimes({ start: start + step, end, step }), step);
}

export function volumeOf(series: readonly PromSeries[], times: readonly number[], step: number): Volume {
  const counts = new Map<Level, number[]>();
  for (const { labels, samples } of series) {
    const level = parseLevel(labels['detected_level']);
    const column = counts.get(level) ?? times.map(() => 0);
    counts.set(level, column);
    for (const [time, count] of samples) {
      const at = Math.round((time - (times[0] ?? 0)) / step);
      if (at in column) column[at] = (column[at] ?? 0) + count;
    }
  }
  const found = levels.flatMap((level) => {
    const column = counts.get(level);
    return column ? [[level, column] as const] : [];
  });
  return { times, step, byLevel: new Map(found) };
}

/** The buckets of a list of the lines, without those of hidden levels. */
export function volumeBuckets(volume: Volume, hidden: readonly Level[], newestFirst: boolean): readonly Bucket[] {
  const counts = new Map<number, number>();
  for (const [level, column] of volume.byLevel) {
    if (hidden.includes(level)) continue;
    for (const [at, count] of column.entries()) {
      const end = (volume.times[at] ?? 0) * 1_000;
      counts.set(end, (counts.get(end) ?? 0) + count);
    }
  }
  const ns = (seconds: number): bigint => BigInt(Math.round(seconds)) * 1_000_000_000n;
  const first = volume.times[0];
  const last = volume.times.at(-1);
  if (first === undefined || last === undefined) return [];
  return gridBuckets({ from: ns(first - volume.step), to: ns(last) }, volume.step * 1_000, counts, newestFirst);
}

export function volumeTotal(volume: Volume): number {
  return [...volume.byLevel.values()].flat().reduce((sum, count) => sum + count, 0);
}
