import { type PromGrid, type PromSeries } from '../../api/prom-query-range.js';
import { chartGrid, type RangeMs } from '../time-range/range.js';

/** Points of a sparkline 96 px wide. */
const POINTS = 32;

/** What a rate along a range is asked for with, all in seconds. */
export interface SparkGrid extends PromGrid {
  /** Of every rate. */
  readonly window: number;
  /** The range itself. */
  readonly whole: number;
}

/** A grid whose last point is the end of the range: the number beside the line is its value. */
export function sparkGrid(range: RangeMs): SparkGrid {
  const { step } = chartGrid(range, POINTS);
  const end = Math.floor(range.end / 1_000);
  const start = end - Math.floor((range.end - range.start) / 1_000 / step) * step;
  const whole = Math.max(60, Math.round((range.end - range.start) / 1_000));
  return { start, end, step, window: Math.max(60, step), whole };
}

/** Values in even steps along the grid; 0 where nothing was called. */
export function alongGrid({ samples }: PromSeries, { start, end, step }: PromGrid): readonly number[] {
  const along = Array.from({ length: Math.round((end - start) / step) + 1 }, () => 0);
  for (const [time, value] of samples) along[Math.round((time - start) / step)] = value;
  return along;
}
