import { getJson } from './http.js';
import { asArray, asRecord } from './json.js';
import { parseInstantAnswer, type InstantAnswer } from './prom-query.js';
import { parseMatrix, parseNotes, type PromAnswer, type PromGrid } from './prom-query-range.js';
import { parseLines, type LokiLine } from './loki-query-range.js';

/** What a LogQL query answers over a range: series of a metric query, or lines. */
export interface LokiRangeAnswer extends PromAnswer {
  readonly lines: readonly LokiLine[];
}

/** GET loki/api/v1/query_range, whatever the query is. Times of the grid are Unix seconds. */
export async function queryLokiRange(
  query: string,
  grid: PromGrid,
  limit: number,
  signal?: AbortSignal,
): Promise<LokiRangeAnswer> {
  const body = await getJson({
    path: '/loki/api/v1/query_range',
    params: { query, start: grid.start, end: grid.end, step: grid.step, limit, direction: 'backward' },
    headers: { 'X-Loki-Response-Encoding-Flags': 'categorize-labels' },
    signal,
  });
  const isStreams = asRecord(asRecord(body)['data'])['resultType'] === 'streams';
  return {
    series: isStreams ? [] : parseMatrix(body),
    lines: isStreams ? parseLines(body) : [],
    notes: parseNotes(body),
  };
}

/** GET loki/api/v1/query for a metric query. */
export async function queryLokiInstant(query: string, time: number, signal?: AbortSignal): Promise<InstantAnswer> {
  return parseInstantAnswer(await getJson({ path: '/loki/api/v1/query', params: { query, time }, signal }));
}

/** GET loki/api/v1/labels, or the values of one. */
export async function fetchLokiLabel(
  label: string | undefined,
  range: { readonly start: number; readonly end: number },
  query?: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const path = label === undefined ? '/loki/api/v1/labels' : `/loki/api/v1/label/${encodeURIComponent(label)}/values`;
  const body = await getJson({ path, params: { start: range.start, end: range.end, query }, signal });
  return asArray(asRecord(body)['data']).filter((item): item is string => typeof item === 'string');
}
