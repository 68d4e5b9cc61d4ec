import { valueKey, type Value } from '../exec/value.js';

export interface SeriesLabel {
  readonly key: string;
  readonly value: Value;
}

/** A span that stands for the points near it. */
export interface SpanExemplar {
  /** Hex, 32 digits. */
  readonly traceId: string;
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  /** The span's own number; absent where spans are counted, and then it is that of the point. */
  readonly value?: number;
  readonly labels: readonly SeriesLabel[];
}

/** Values on a grid; NaN where there is no point. */
export interface MetricsSeries {
  readonly labels: readonly SeriesLabel[];
  readonly values: Float64Array;
  readonly exemplars: readonly SpanExemplar[];
}

/** Equal for equal labels in whatever order. */
export const seriesKey = (labels: readonly SeriesLabel[]): string =>
  labels
    .map(({ key, value }) => `${key}=${valueKey(value)}`)
    .sort()
    .join('\0');

export const METRIC_NAME = '__name__';

/** Series in the order of their keys, each of which is made once. */
export function inKeyOrder(series: readonly MetricsSeries[]): MetricsSeries[] {
  return series
    .map((one) => ({ one, key: seriesKey(one.labels) }))
    .sort(({ key: a }, { key: b }) => (a < b ? -1 : a > b ? 1 : 0))
    .map(({ one }) => one);
}
