import { getJson } from './http.js';
import { asRecord, asText } from './json.js';

/** GET api/bongsu/explain: where each part of a query is evaluated, as text. */
export async function fetchPlan(
  language: 'promql' | 'logql' | 'traceql',
  query: string,
  signal?: AbortSignal,
): Promise<string> {
  const body = await getJson({ path: '/api/bongsu/explain', params: { language, query }, signal });
  return asText(asRecord(body)['plan']) ?? '';
}
