import type { SeriesRows } from './series-rows.js';

/** Runes of all names and values together; Prometheus takes no exemplar with more (OpenMetrics 1.0). */
const MAX_LABEL_CHARACTERS = 128;
/** W3C's forms; zeros alone are no id. */
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

export interface ExemplarPoint {
  /** In ms. */
  readonly timestamp: number;
  /** Where the little-endian double of the value lies. */
  readonly source: Uint8Array;
  readonly at: number;
}

/**
 * Writes an exemplar of the series that `rows` stand at; `pairs` are names and values in turn. Ids in the form of W3C go to their columns. Returns '' or
 * why it is left out; its sample is stored all the same.
 */
export function writeExemplar(rows: SeriesRows, exemplar: ExemplarPoint, pairs: readonly string[]): string {
  const ts = exemplar.timestamp;
  const outside = rows.timeProblem(ts);
  if (outside !== '') return outside;
  let characters = 0;
  let traceId = '';
  let spanId = '';
  const labels = new Map<string, string>();
  for (let i = 0; i < pairs.length; i += 2) {
    const name = pairs[i]!;
    const text = pairs[i + 1]!;
    characters += codePoints(name) + codePoints(text);
    if (name === 'trace_id' && TRACE_ID.test(text)) traceId = text;
    else if (name === 'span_id' && SPAN_ID.test(text)) spanId = text;
    else labels.set(name, text);
  }
  if (characters > MAX_LABEL_CHARACTERS) {
    return `label length for exemplar exceeds maximum of ${MAX_LABEL_CHARACTERS} UTF-8 characters`;
  }
  const writer = rows.exemplar(ts);
  writer.raw(exemplar.source, exemplar.at, exemplar.at + 8);
  writer.fixed(Buffer.from(traceId, 'hex'), 0, traceId.length / 2, 16);
  writer.fixed(Buffer.from(spanId, 'hex'), 0, spanId.length / 2, 8);
  writer.varint(labels.size);
  for (const [name, text] of labels) {
    writer.text(name);
    writer.text(text);
  }
  return '';
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
