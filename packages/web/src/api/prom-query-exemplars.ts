import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asTextMap } from './json.js';

export interface Exemplar {
  /** Hex digits. */
  readonly traceId: string;
  readonly spanId: string;
  /** In the metric's unit. */
  readonly value: number;
  /** Unix seconds. */
  readonly time: number;
  readonly seriesLabels: Readonly<Record<string, string>>;
}

/**
 * GET api/v1/query_exemplars. Exemplars without a trace id lead nowhere and are left out.
 * @param range Unix seconds, both inclusive.
 */
export async function queryExemplars(
  query: string,
  range: { readonly start: number; readonly end: number },
  signal?: AbortSignal,
): Promise<readonly Exemplar[]> {
  return parseExemplars(await getJson({ path: '/api/v1/query_exemplars', params: { query, ...range }, signal }));
}

export function parseExemplars(body: unknown): readonly Exemplar[] {
  const exemplars: Exemplar[] = [];
  for (const item of asArray(asRecord(body)['data'])) {
    const series = asRecord(item);
    const seriesLabels = asTextMap(series['seriesLabels']);
    for (const entry of asArray(series['exemplars'])) {
      const exemplar = asRecord(entry);
      const labels = asTextMap(exemplar['labels']);
      // OTLP names them in snake case; client libraries that write Prometheus text also use the camel case form.
      const traceId = labels['trace_id'] ?? labels['traceID'] ?? labels['traceId'];
      const value = asNumber(exemplar['value']);
      const time = asNumber(exemplar['timestamp']);
      if (traceId === undefined || !/^[0-9a-f]+$/i.test(traceId) || value === undefined || time === undefined) continue;
      exemplars.push({
        traceId: traceId.toLowerCase().padStart(32, '0'),
        spanId: (labels['span_id'] ?? labels['spanID'] ?? labels['spanId'] ?? '').toLowerCase(),
        value,
        time,
        seriesLabels,
      });
    }
  }
  return exemplars;
}
