import type { Row } from '../reference/reference.js';
import { tellPoints } from '../reference/series-told.js';
import type { Told } from '../reference/told.js';

interface MetricsAnswer {
  readonly series: readonly {
    readonly labels: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
    /** Protobuf's JSON leaves a 0 out. */
    readonly samples: readonly { readonly timestampMs: string; readonly value?: number }[];
  }[];
}

/** Of an answer of `/api/metrics/query_range`. */
export const tellMetrics = (answer: unknown): Told =>
  tellPoints(
    (answer as MetricsAnswer).series.flatMap(({ labels, samples }) =>
      samples.map(({ timestampMs, value = 0 }) => ({
        labels: Object.fromEntries(labels.map(({ key, value: of }) => [key, String(Object.values(of)[0])])),
        time: Number(timestampMs) / 1000,
        value,
      })),
    ),
  );

interface VectorAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}

/** Of an answer of Prometheus' `query`. */
export const tellVector = (answer: unknown): Told =>
  tellPoints(
    (answer as VectorAnswer).data.result.map(({ metric, value: [time, text] }) => ({
      labels: metric,
      time,
      value: Number(text),
    })),
  );

/** Times of points in seconds since the epoch, all inclusive. */
export interface Grid {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Of rows `[seconds, label, count]`: a rate, 0 where a series has no spans. */
export const ratesOfRows =
  (label: string, grid: Grid) =>
  ([rows = []]: readonly (readonly Row[])[]): Told =>
    tellOnGrid(
      rows,
      grid,
      (value) => ({ [label]: value }),
      (count) => Number(count) / grid.step,
    );

/** Of rows `[seconds, name, [exponent, ...]]`: the quantile as `quantile_over_time` estimates it, in seconds; 0 without spans. */
export const quantilesOfRows =
  (q: number, grid: Grid) =>
  ([rows = []]: readonly (readonly Row[])[]): Told =>
    tellOnGrid(
      rows,
      grid,
      (name) => ({ name, p: `${q}` }),
      (exponents) => estimate(q, exponents as number[]) / 1e9,
    );

/** Of rows `[seconds, label, said]`; a series has a point at every time of the grid. */
function tellOnGrid(
  rows: readonly Row[],
  { from, to, step }: Grid,
  labelsOf: (label: string) => Readonly<Record<string, string>>,
  valueOf: (said: unknown) => number,
): Told {
  const series = new Map<string, Map<number, number>>();
  for (const [time, label, said] of rows) {
    const values = series.get(String(label)) ?? new Map<number, number>();
    series.set(String(label), values.set(Number(time), valueOf(said)));
  }
  const times = Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
  return tellPoints(
    [...series].flatMap(([label, values]) =>
      times.map((time) => ({ labels: labelsOf(label), time, value: values.get(time) ?? 0 })),
    ),
  );
}

/**
 * Nanoseconds. Each duration is above half of 2^exponent and up to it; the one that is looked for lies in its bucket, along
 * the exponent, as far as its place among those of the bucket.
 */
function estimate(q: number, exponents: readonly number[]): number {
  const sorted = [...exponents].sort((a, b) => a - b);
  const place = Math.max(1, Math.ceil(q * sorted.length)) - 1;
  const exponent = sorted[place];
  if (exponent === undefined) throw new Error('a quantile of nothing');
  const first = sorted.indexOf(exponent);
  const count = sorted.lastIndexOf(exponent) - first + 1;
  return 2 ** (exponent - 1 + (place - first + 1) / count);
}
