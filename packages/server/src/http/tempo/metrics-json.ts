import type { InstantSeries, MetricsAnswer, RangeSeries } from '@bongsu/query/traceql';

/** There is one job, and it is done. */
export const DONE = { completedJobs: 1, totalJobs: 1 };

/** Protobuf's JSON leaves zeros out and has text for what is no number. */
const valueOf = (value: number): { value?: number | string } =>
  value === 0 ? {} : { value: Number.isFinite(value) ? value : String(value) };

/** The answer of `query_range` as protobuf's JSON has it. */
export function rangeJson({ series, partial }: MetricsAnswer<RangeSeries>): Readonly<Record<string, unknown>> {
  /** The series have the same points. */
  const times = new Map<number, string>();
  return {
    series: series.map(({ labels, samples, exemplars }) => ({
      labels,
      samples: samples.map(({ timestampMs: at, value }) => {
        const timestampMs = times.get(at) ?? String(at);
        times.set(at, timestampMs);
        // As `valueOf` says; a spread for every point took longer than all the rest.
        if (value === 0) return { timestampMs };
        return { timestampMs, value: Number.isFinite(value) ? value : String(value) };
      }),
      ...(exemplars.length === 0
        ? {}
        : {
            exemplars: exemplars.map(({ labels: own, value, timestampMs }) => ({
              labels: own,
              ...valueOf(value),
              timestampMs: String(timestampMs),
            })),
          }),
    })),
    metrics: DONE,
    ...(partial === undefined ? {} : { status: 'PARTIAL', message: partial }),
  };
}

/** The answer of `query`. Nothing else may stand here: Grafana's reader refuses fields it does not know. */
export function instantJson({ series }: MetricsAnswer<InstantSeries>): Readonly<Record<string, unknown>> {
  return { series: series.map(({ labels, value }) => ({ labels, ...valueOf(value) })), metrics: DONE };
}
