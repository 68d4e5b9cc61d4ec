import type { LogRange } from '../../syntax/index.js';
import { nanos, type Nanos } from '@bongsu/model';
import { gridTime, type Grid } from '../../plan/grid.js';
import type { WindowFunction, WindowView } from './range/window-function.js';
import type { SampleSeries } from './sample-series.js';
import type { StepSeries } from './series.js';

/**
 * The windows of a range aggregation: of step `i` it is (i * step, i * step + interval], in nanoseconds since
 * `origin`. Such a time is exact within 104 days of the origin (2^53 ns), and beyond to a few nanoseconds.
 */
export interface Windows {
  readonly origin: Nanos;
  /** Last moment of the last window. */
  readonly until: Nanos;
  readonly interval: number;
  readonly step: number;
  readonly count: number;
}

export function windowsOf(grid: Grid, { interval, offset }: Pick<LogRange, 'interval' | 'offset'>): Windows {
  return {
    origin: nanos(grid.start - offset - interval),
    until: nanos(gridTime(grid, grid.count - 1) - offset),
    interval: Number(interval),
    step: Number(grid.step),
    count: grid.count,
  };
}

/** Whether any window holds the time: with steps longer than the interval there are gaps between them. */
export function inAnyWindow({ interval, step, count }: Windows, time: number): boolean {
  const first = Math.max(0, Math.ceil((time - interval) / step));
  return first < count && time > first * step;
}

/** The function's value at every step whose window has samples. */
export function overWindows(series: SampleSeries, windows: Windows, compute: WindowFunction): StepSeries {
  const { interval, step, count } = windows;
  const { times, length } = series;
  const values = new Float64Array(count);
  const present = new Uint8Array(count);
  const view: WindowView = { times, values: series.values, from: 0, to: 0, start: 0, end: 0 };
  const rangeSeconds = interval / 1e9;
  let from = 0;
  let to = 0;
  for (let i = 0; i < count; i++) {
    const start = i * step;
    const end = start + interval;
    while (to < length && times[to]! <= end) to++;
    while (from < to && times[from]! <= start) from++;
    if (from === to) continue;
    view.from = from;
    view.to = to;
    view.start = start;
    view.end = end;
    values[i] = compute(view, rangeSeconds);
    present[i] = 1;
  }
  return { labels: series.labels, values, present };
}
