import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';

export interface TraceSummary {
  /** 32 hex digits. */
  readonly traceId: string;
  readonly rootService: string;
  readonly rootName: string;
  /** Unix nanoseconds, decimal digits. */
  readonly startNs: string;
  readonly durationMs: number;
  readonly spans: number;
  readonly errors: number;
}

/**
 * GET api/search: the newest traces with a span of this service.
 * @param range Unix milliseconds; the API takes whole seconds, so the range is widened to them.
 */
export async function searchTraces(
  service: string,
  range: { readonly start: number; readonly end: number },
  limit: number,
  signal?: AbortSignal,
): Promise<readonly TraceSummary[]> {
  const body = await getJson({
    path: '/api/search',
    params: {
      tags: `service.name=${logfmtValue(service)}`,
      limit,
      start: Math.floor(range.start / 1000),
      end: Math.ceil(range.end / 1000),
    },
    signal,
  });
  return parseTraces(body);
}

/** The tags parameter is logfmt: a value with a space, a quote or an equals sign stands in double quotes. */
export function logfmtValue(text: string): string {
  return /[\s"=\\]/.test(text) ? JSON.stringify(text) : text;
}

export function parseTraces(body: unknown): readonly TraceSummary[] {
  const traces: TraceSummary[] = [];
  for (const item of asArray(asRecord(body)['traces'])) {
    const trace = asRecord(item);
    const id = asText(trace['traceID']);
    if (id === undefined || id === '') continue;
    const stats = Object.values(asRecord(trace['serviceStats'])).map(asRecord);
    const total = (key: string): number => stats.reduce((sum, stat) => sum + (asNumber(stat[key]) ?? 0), 0);
    traces.push({
      // Tempo drops leading zeros of the id here.
      traceId: id.toLowerCase().padStart(32, '0'),
      rootService: asText(trace['rootServiceName']) ?? '',
      rootName: asText(trace['rootTraceName']) ?? '',
      startNs: asText(trace['startTimeUnixNano']) ?? '0',
      durationMs: asNumber(trace['durationMs']) ?? 0,
      spans: total('spanCount'),
      errors: total('errorCount'),
    });
  }
  return traces;
}
