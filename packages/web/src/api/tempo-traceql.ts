import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';
import { type PromGrid, type PromSeries } from './prom-query-range.js';
import { parseTraces, type TraceSummary } from './tempo-search.js';

/** GET api/search with a TraceQL query. Unix seconds. */
export async function searchTraceql(
  query: string,
  range: { readonly start: number; readonly end: number },
  limit: number,
  signal?: AbortSignal,
): Promise<readonly TraceSummary[]> {
  const params = { q: query, start: Math.floor(range.start), end: Math.ceil(range.end), limit };
  return parseTraces(await getJson({ path: '/api/search', params, signal }));
}

/** GET api/metrics/query_range: a TraceQL metrics query. */
export async function queryTraceqlRange(
  query: string,
  grid: PromGrid,
  signal?: AbortSignal,
): Promise<readonly PromSeries[]> {
  const params = { q: query, start: grid.start, end: grid.end, step: `${grid.step}s` };
  return parseTraceqlSeries(await getJson({ path: '/api/metrics/query_range', params, signal }));
}

export function parseTraceqlSeries(body: unknown): readonly PromSeries[] {
  return asArray(asRecord(body)['series']).map((item) => {
    const series = asRecord(item);
    const labels: Record<string, string> = {};
    for (const label of asArray(series['labels']).map(asRecord)) {
      const [value] = Object.values(asRecord(label['value']));
      labels[asText(label['key']) ?? ''] = asText(value) ?? String(value);
    }
    const samples = asArray(series['samples']).flatMap((sample): readonly (readonly [number, number])[] => {
      const { timestampMs, value } = asRecord(sample);
      const at = asNumber(timestampMs);
      return at === undefined ? [] : [[at / 1_000, asNumber(value) ?? 0]];
    });
    return { labels, samples };
  });
}
