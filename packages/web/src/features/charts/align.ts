import { type PromSeries } from '../../api/prom-query-range.js';

/** Values over one grid of times; null where there is no sample. */
export type Column = readonly (number | null)[];

/** Every step of the grid, both ends included. Unix seconds. */
export function gridTimes(grid: { readonly start: number; readonly end: number; readonly step: number }): number[] {
  const count = Math.floor((grid.end - grid.start) / grid.step) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => grid.start + i * grid.step);
}

/** Puts the first series of an answer on the grid. A sample that is off the grid is dropped. */
export function alignToGrid(times: readonly number[], series: readonly PromSeries[]): Column {
  const byTime = new Map(series[0]?.samples);
  return times.map((time) => byTime.get(time) ?? null);
}

/** Share of a in b where b has a value: a missing numerator is 0 (no error seen), no traffic is no share. */
export function ratio(part: Column, whole: Column): Column {
  return whole.map((total, i) => (total === null || total <= 0 ? null : Math.min(1, (part[i] ?? 0) / total)));
}

export interface ColumnSummary {
  readonly last: number;
  readonly min: number;
  readonly max: number;
}

/** What a chart shows, in three numbers, for those who do not see it. */
export function summarize(column: Column): ColumnSummary | undefined {
  const values = column.filter((value) => value !== null);
  const last = values.at(-1);
  if (last === undefined) return undefined;
  return {
    last,
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
  };
}
