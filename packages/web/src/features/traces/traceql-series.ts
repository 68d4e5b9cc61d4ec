import { type TraceqlSeries } from '../../api/tempo-metrics.js';
import { type ChartSeries } from '../charts/time-chart.js';
import { seriesColours } from '../trace/colours.js';

export interface SeriesChart {
  /** Unix seconds. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Series that are not drawn, those of the lowest peaks. */
  readonly hidden: number;
}

/** Lays series on the times that any of them has, the `limit` of the highest peaks, in the order of the answer. */
export function chartOfSeries(all: readonly TraceqlSeries[], limit: number): SeriesChart {
  const peak = ({ samples }: TraceqlSeries): number => samples.reduce((max, [, value]) => Math.max(max, value), 0);
  const kept = new Set([...all].sort((a, b) => peak(b) - peak(a)).slice(0, limit));
  const drawn = all.filter((series) => kept.has(series));
  const times = [...new Set(drawn.flatMap(({ samples }) => samples.map(([time]) => time)))].sort((a, b) => a - b);
  return {
    times,
    hidden: all.length - drawn.length,
    series: drawn.map(({ labels, samples }, i) => {
      const values = new Map(samples);
      return {
        label: seriesName(labels),
        colour: `series-${i % seriesColours}`,
        values: times.map((time) => values.get(time) ?? null),
        fill: drawn.length === 1,
      };
    }),
  };
}

/** Values of the labels, with the key where it says more than the value: `gateway`, `p 0.95`. */
export function seriesName(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([key, value]) =>
    key === 'p' ? `p${Number(value) * 100}` : key === '__name__' ? value : value === '' ? key : value,
  );
  return parts.join(' · ') || '{}';
}

/** Do the lines of this query stand for durations, in seconds? */
export function isOfDurations(q: string): boolean {
  return /\|\s*(quantile|min|max|avg|sum)_over_time\(\s*(span:|trace:)?(duration|traceDuration)\b/.test(q);
}
