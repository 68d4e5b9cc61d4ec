import type { InstantSeries, MetricsAnswer, RangeSeries } from '@bongsu/query/traceql';

/** There is one job, and it is done. */
export const DONE = { completedJobs: 1, totalJobs: 1 };

/** Protobuf's JSON leaves zeros out and has text for what is no number. */
const valueOf = (value: number): { value?: number | string } =>
  value === 0 ? {} : { value: Number.isFinite(value) ? value : String(value) };

/** The answer of `query_range` as protobuf's JSON has it. */
export function rangeJson({ series, partial }: MetricsAnswer<RangeSeries>): Readonly<Record<string, unknown>> {
  return {
    series: series.map(({ labels, samples, exemplars }) => ({
      labels,
      samples: samples.map(({ timestampMs, value }) => ({ timestampMs: String(timestampMs), ...valueOf(value) })),
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
