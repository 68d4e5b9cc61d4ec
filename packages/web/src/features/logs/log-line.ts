import { type LokiLine } from '../../api/loki-query-range.js';
import { compareNanos, nanosToMs, parseNanos } from '../../time/nanos.js';
import { parseLevel, type Level } from './level.js';

/** A log line as the page shows it. */
export interface LogLine {
  /** The same for the same record in every answer: it stands in the URL of an open line. */
  readonly id: string;
  readonly ts: string;
  readonly ms: number;
  readonly line: string;
  readonly level: Level;
  readonly service: string;
  /** Hex digits; empty when the record carries none. */
  readonly traceId: string;
  readonly spanId: string;
  readonly fields: readonly LogField[];
}

export interface LogField {
  readonly name: string;
  readonly value: string;
  readonly origin: 'label' | 'metadata' | 'parsed';
}

/** When the line of an id was written, Unix nanoseconds; 0 for what is no id. */
export const lineTime = (id: string): bigint => BigInt(/^\d{1,19}(?=-)/.exec(id)?.[0] ?? 0);

/**
 * Gives every line its identity. Equal records at one instant are told apart by their order, so an answer that overlaps
 * an earlier one gives the shared lines the same ids, as long as it holds all records of an instant it holds any of.
 */
export function toLogLines(lines: readonly LokiLine[]): readonly LogLine[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const { metadata, labels, parsed } = line;
    const traceId = hexId(metadata['trace_id'] ?? labels['trace_id'] ?? parsed['trace_id'], 32);
    const spanId = hexId(metadata['span_id'] ?? labels['span_id'] ?? parsed['span_id'], 16);
    // Not of the fields: a query may move one from metadata to labels, and the link to a line must survive that.
    const hash = hash53([line.line, traceId, spanId].join('\u0000'));
    const base = `${line.ts}-${hash.toString(36)}`;
    const nth = seen.get(base) ?? 0;
    seen.set(base, nth + 1);
    return {
      id: nth === 0 ? base : `${base}-${nth}`,
      ts: line.ts,
      ms: nanosToMs(parseNanos(line.ts)),
      line: line.line,
      level: parseLevel(
        metadata['detected_level'] ??
          metadata['severity_text'] ??
          labels['detected_level'] ??
          labels['level'] ??
          metadata['level'] ??
          parsed['level'],
        metadata['severity_number'],
      ),
      service: labels['service_name'] ?? metadata['service_name'] ?? '',
      traceId,
      spanId,
      fields: fieldsOf(line),
    };
  });
}

/** Answers come stream by stream. Lines of one instant keep the server's order. */
export function orderedLines(lines: readonly LogLine[], newestFirst: boolean): readonly LogLine[] {
  const sign = newestFirst ? -1 : 1;
  return [...lines].sort((a, b) => sign * compareNanos(a.ts, b.ts));
}

function fieldsOf(line: LokiLine): readonly LogField[] {
  const group = (map: Readonly<Record<string, string>>, origin: LogField['origin']): readonly LogField[] =>
    Object.entries(map)
      .map(([name, value]) => ({ name, value, origin }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...group(line.metadata, 'metadata'), ...group(line.parsed, 'parsed'), ...group(line.labels, 'label')];
}

/** A link that cannot work is not shown: ids of a wrong length, of zeros or of other letters count as none. */
function hexId(text: string | undefined, length: number): string {
  const lower = (text ?? '').toLowerCase();
  return lower.length === length && /^[0-9a-f]+$/.test(lower) && !/^0+$/.test(lower) ? lower : '';
}

/** A 53-bit string hash (two multiplicative lanes, murmur3 finalizers): wide enough to keep chance collisions within one nanosecond out of sight. */
function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** The whole record, for copying. */
export function lineAsJson(line: LogLine): string {
  const fields = Object.fromEntries(line.fields.map(({ name, value }) => [name, value]));
  return JSON.stringify({ timestamp: line.ts, line: line.line, fields }, null, 2);
}

/** The body when it is a JSON object or array; undefined when it is not. */
export function parsedBody(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
