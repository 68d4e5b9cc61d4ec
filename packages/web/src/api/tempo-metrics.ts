import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';
import { type Exemplar } from './prom-query-exemplars.js';
import { type PromGrid, type PromSeries } from './prom-query-range.js';

export interface TraceqlSeries extends PromSeries {
  readonly exemplars: readonly Exemplar[];
}

export interface TraceqlMetrics {
  readonly series: readonly TraceqlSeries[];
  /** What the server left out, in its words. */
  readonly partial: string | undefined;
}

/** GET api/metrics/query_range. The server widens the range to multiples of the step. */
export async function queryTraceqlMetrics(
  q: string,
  grid: PromGrid,
  exemplars: number,
  signal?: AbortSignal,
): Promise<TraceqlMetrics> {
  return parseTraceqlMetrics(
    await getJson({ path: '/api/metrics/query_range', params: { q, ...grid, exemplars }, signal }),
  );
}

export function parseTraceqlMetrics(body: unknown): TraceqlMetrics {
  const answer = asRecord(body);
  const series = asArray(answer['series']).map((item): TraceqlSeries => {
    const one = asRecord(item);
    const labels = labelsOf(one['labels']);
    return {
      labels,
      samples: asArray(one['samples']).flatMap((sample) => {
        // Zeros are left out of protobuf's JSON.
        const { timestampMs, value = 0 } = asRecord(sample);
        const [time, number] = [asNumber(timestampMs), asNumber(value)];
        return time === undefined || number === undefined ? [] : [[time / 1_000, number] as const];
      }),
      exemplars: asArray(one['exemplars']).flatMap((entry) => exemplarOf(entry, labels)),
    };
  });
  const partial = answer['status'] === 'PARTIAL' ? (asText(answer['message']) ?? 'PARTIAL') : undefined;
  return { series, partial };
}

function exemplarOf(entry: unknown, seriesLabels: Readonly<Record<string, string>>): Exemplar[] {
  const { labels, value = 0, timestampMs } = asRecord(entry);
  const own = labelsOf(labels);
  const [number, time] = [asNumber(value), asNumber(timestampMs)];
  const traceId = own['trace:id'];
  if (traceId === undefined || number === undefined || time === undefined) return [];
  return [
    {
      traceId: traceId.padStart(32, '0'),
      spanId: own['span:id'] ?? '',
      value: number,
      time: time / 1_000,
      seriesLabels,
    },
  ];
}

/** Labels are OTLP attributes; their values as text. */
function labelsOf(list: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    asArray(list).map((item) => {
      const { key, value } = asRecord(item);
      const [only] = Object.values(asRecord(value));
      return [asText(key) ?? '', typeof only === 'boolean' ? String(only) : (asText(only) ?? 'nil')];
    }),
  );
}
