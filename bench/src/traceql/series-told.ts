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

/**
 * Of rows `[seconds, name, [exponent, ...]]`: the quantile as `quantile_over_time` estimates it, in seconds. A series has a
 * point whenever any of them has one, 0 where it has no spans.
 */
export const quantilesOfRows =
  (q: number) =>
  ([rows = []]: readonly (readonly Row[])[]): Told => {
    const durations = new Map<string, Map<number, readonly number[]>>();
    const times = new Set<number>();
    for (const [time, name, exponents] of rows as readonly (readonly [number | string, string, number[]])[]) {
      times.add(Number(time));
      durations.set(name, (durations.get(name) ?? new Map<number, number[]>()).set(Number(time), exponents));
    }
    return tellPoints(
      [...durations].flatMap(([name, at]) =>
        [...times].map((time) => ({
          labels: { name, p: `${q}` },
          time,
          value: at.has(time) ? estimate(q, at.get(time)!) / 1e9 : 0,
        })),
      ),
    );
  };

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
