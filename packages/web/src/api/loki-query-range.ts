import { getJson, type Get } from './http.js';
import { asArray, asRecord, asText, asTextMap } from './json.js';

/** One line as Loki's `categorize-labels` encoding sends it. */
export interface LokiLine {
  /** Unix nanoseconds, decimal digits. */
  readonly ts: string;
  readonly line: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parsed: Readonly<Record<string, string>>;
}

export interface LokiRange {
  readonly query: string;
  /** Unix nanoseconds: start inclusive, end exclusive. */
  readonly start: bigint;
  readonly end: bigint;
  readonly limit: number;
  readonly direction?: 'backward' | 'forward';
}

export const linesRequest = (range: LokiRange): Get => ({
  path: '/loki/api/v1/query_range',
  params: {
    query: range.query,
    start: String(range.start),
    end: String(range.end),
    limit: range.limit,
    direction: range.direction ?? 'backward',
  },
  headers: { 'X-Loki-Response-Encoding-Flags': 'categorize-labels' },
});

/** GET loki/api/v1/query_range for a log query. Lines come in the server's order, stream by stream. */
export async function fetchLines(range: LokiRange, signal?: AbortSignal): Promise<readonly LokiLine[]> {
  return parseLines(await getJson({ ...linesRequest(range), signal }));
}

export function parseLines(body: unknown): readonly LokiLine[] {
  const lines: LokiLine[] = [];
  for (const item of asArray(asRecord(asRecord(body)['data'])['result'])) {
    const stream = asRecord(item);
    const labels = asTextMap(stream['stream']);
    for (const value of asArray(stream['values'])) {
      const [ts, line, extra] = asArray(value);
      const time = asText(ts);
      if (time === undefined) continue;
      const categories = asRecord(extra);
      lines.push({
        ts: time,
        line: asText(line) ?? '',
        labels,
        metadata: asTextMap(categories['structuredMetadata']),
        parsed: asTextMap(categories['parsed']),
      });
    }
  }
  return lines;
}
