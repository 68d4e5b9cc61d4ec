import { getJson } from './http.js';
import { asArray, asRecord, asTextMap } from './json.js';
import { type SecondsRange } from './prom-labels.js';

/** GET api/v1/series: the label sets that a selector matches. */
export async function fetchSeries(
  match: string,
  range: SecondsRange,
  limit: number,
  signal?: AbortSignal,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const body = await getJson({ path: '/api/v1/series', params: { 'match[]': match, ...range, limit }, signal });
  return asArray(asRecord(body)['data']).map(asTextMap);
}
