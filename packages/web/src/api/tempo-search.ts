import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';

export interface TraceSummary {
  /** 32 hex digits. */
  readonly traceId: string;
  /** Empty while the root has not arrived. */
  readonly rootService: string;
  readonly rootName: string;
  /** Unix nanoseconds, decimal digits. */
  readonly startNs: string;
  readonly durationMs: number;
  readonly spans: number;
  readonly errors: number;
  /** By name. */
  readonly services: readonly ServiceShare[];
  /** Spans that the query is about, and some of them. */
  readonly matched: number;
  readonly matchedSpans: readonly MatchedSpan[];
}

export interface ServiceShare {
  readonly name: string;
  readonly spans: number;
  readonly errors: number;
}

export interface MatchedSpan {
  /** 16 hex digits. */
  readonly spanId: string;
  /** Empty unless the query names it. */
  readonly name: string;
  readonly durationNs: number;
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
  const tags = `service.name=${logfmtValue(service)}`;
  return parseTraces(await getJson({ path: '/api/search', params: { tags, limit, ...wholeSeconds(range) }, signal }));
}

export interface TraceqlSearch {
  readonly q: string;
  /** Unix milliseconds; the API takes whole seconds, so the range is widened to them. */
  readonly range: { readonly start: number; readonly end: number };
  /** Newest first, or longest first. */
  readonly order: 'start' | 'duration';
  readonly limit: number;
  /** Of the page before; empty for the first. */
  readonly cursor: string;
}

export interface TracePage {
  readonly traces: readonly TraceSummary[];
  /** Undefined on the last page. */
  readonly cursor: string | undefined;
}

/** GET api/search with TraceQL, page by page. */
export async function searchTracePage(search: TraceqlSearch, signal?: AbortSignal): Promise<TracePage> {
  const { q, range, order, limit, cursor } = search;
  const params = { q, ...wholeSeconds(range), order, limit, cursor };
  const body = await getJson({ path: '/api/search', params, signal });
  return { traces: parseTraces(body), cursor: asText(asRecord(body)['cursor']) };
}

function wholeSeconds(range: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start: Math.floor(range.start / 1000), end: Math.ceil(range.end / 1000) };
}

/** The tags parameter is logfmt: a value with a space, a quote or an equals sign stands in double quotes. */
export function logfmtValue(text: string): string {
  return /[\s"=\\]/.test(text) ? JSON.stringify(text) : text;
}

/** What Tempo sends for the service of a trace without its root. */
const NO_ROOT = '<root span not yet received>';

export function parseTraces(body: unknown): readonly TraceSummary[] {
  const traces: TraceSummary[] = [];
  for (const item of asArray(asRecord(body)['traces'])) {
    const trace = asRecord(item);
    const id = asText(trace['traceID']);
    if (id === undefined || id === '') continue;
    const services = Object.entries(asRecord(trace['serviceStats']))
      .map(([name, stats]): ServiceShare => {
        const { spanCount, errorCount } = asRecord(stats);
        return { name, spans: asNumber(spanCount) ?? 0, errors: asNumber(errorCount) ?? 0 };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const sets = asArray(trace['spanSets']).map(asRecord);
    const root = asText(trace['rootServiceName']) ?? '';
    traces.push({
      // Tempo drops leading zeros of the id here.
      traceId: id.toLowerCase().padStart(32, '0'),
      rootService: root === NO_ROOT ? '' : root,
      rootName: asText(trace['rootTraceName']) ?? '',
      startNs: asText(trace['startTimeUnixNano']) ?? '0',
      durationMs: asNumber(trace['durationMs']) ?? 0,
      spans: services.reduce((sum, service) => sum + service.spans, 0),
      errors: services.reduce((sum, service) => sum + service.errors, 0),
      services,
      matched: sets.reduce((sum, set) => sum + (asNumber(set['matched']) ?? 0), 0),
      matchedSpans: sets.flatMap((set) => asArray(set['spans']).map(matchedSpan)),
    });
  }
  return traces;
}

function matchedSpan(item: unknown): MatchedSpan {
  const span = asRecord(item);
  return {
    spanId: (asText(span['spanID']) ?? '').padStart(16, '0'),
    name: asText(span['name']) ?? '',
    durationNs: asNumber(span['durationNanos']) ?? 0,
  };
}
