import type { InstantSeries, MetricsAnswer, RangeSeries } from '@bongsu/query/traceql';

/** There is one job, and it is done. */
export const DONE = { completedJobs: 1, totalJobs: 1 };

/** Protobuf's JSON leaves zeros out and has text for what is no number. */
const valueOf = (value: number): { value?: number | string } =>
  value === 0 ? {} : { value: Number.isFinite(value) ? value : String(value) };

/**
 * The answer of `query_range` as protobuf's JSON has it. Samples are made text at once: an object for each of them took
 * longer than all the rest.
 */
export function rangeJson({ series, partial }: MetricsAnswer<RangeSeries>): string {
  /** The series have the same points. */
  const times = new Map<number, string>();
  const timeOf = (at: number): string => {
    let text = times.get(at);
    if (text === undefined) times.set(at, (text = `{"timestampMs":"${at}"`));
    return text;
  };
  const texts = series.map(({ labels, samples, exemplars }) => {
    const points = samples.map(({ timestampMs, value }) => {
      if (value === 0) return `${timeOf(timestampMs)}}`;
      return `${timeOf(timestampMs)},"value":${Number.isFinite(value) ? value : `"${value}"`}}`;
    });
    const shown = exemplars.map(({ labels: own, value, timestampMs }) => ({
      labels: own,
      ...valueOf(value),
      timestampMs: String(timestampMs),
    }));
    const more = shown.length === 0 ? '' : `,"exemplars":${JSON.stringify(shown)}`;
    return `{"labels":${JSON.stringify(labels)},"samples":[${points.join(',')}]${more}}`;
  });
  const status = partial === undefined ? '' : `,"status":"PARTIAL","message":${JSON.stringify(partial)}`;
  return `{"series":[${texts.join(',')}],"metrics":${JSON.stringify(DONE)}${status}}`;
}

/** The answer of `query`. Nothing else may stand here: Grafana's reader refuses fields it does not know. */
export function instantJson({ series }: MetricsAnswer<InstantSeries>): Readonly<Record<string, unknown>> {
  return { series: series.map(({ labels, value }) => ({ labels, ...valueOf(value) })), metrics: DONE };
}
