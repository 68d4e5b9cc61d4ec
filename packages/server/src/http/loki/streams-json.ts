import type { Labels } from '@bongsu/model';
import type { LogEntry, LogStreams } from '@bongsu/query/logql';
import { formatCursor } from './cursor.js';
import { LabelNames } from './folded-labels.js';
import { queryStats } from './stats.js';

/** The flag under which labels, structured metadata and parsed labels stay apart. */
export const CATEGORIZE_LABELS = 'categorize-labels';

export interface StreamsOptions {
  /** As the client sent them, echoed; structured metadata stays apart when `categorize-labels` is among them. */
  readonly encodingFlags: readonly string[];
  readonly execSeconds: number;
  /** Whether to say where to go on: the client sent a `cursor`, be it empty. */
  readonly cursor: boolean;
}

/**
 * The body of a log answer. Grafana's reader streams it: `encodingFlags` must come before `result` and `stats` after.
 * `next` after them is our own: the `cursor` to ask on with where there may be more lines. Ends in a line feed as
 * Loki's does.
 */
export function streamsJson(answer: LogStreams, { encodingFlags, execSeconds, cursor }: StreamsOptions): string {
  const categorize = encodingFlags.includes(CATEGORIZE_LABELS);
  const result = categorize ? answer.streams.map(categorized) : folded(answer.streams).map(pairs);
  const lines = answer.streams.reduce((sum, { entries }) => sum + entries.length, 0);
  const bytes = answer.streams.reduce((sum, { entries }) => sum + textBytes(entries), 0);
  const stats = queryStats({ lines, bytes, returned: lines, execSeconds });
  const data = [
    '"resultType":"streams"',
    ...(encodingFlags.length === 0 ? [] : [`"encodingFlags":${JSON.stringify(encodingFlags)}`]),
    `"result":[${result.join(',')}]`,
    `"stats":${JSON.stringify(stats)}`,
    ...(cursor && answer.next ? [`"next":${JSON.stringify(formatCursor(answer.next))}`] : []),
  ];
  const warnings = answer.warnings.length === 0 ? '' : `"warnings":${JSON.stringify(answer.warnings)},`;
  return `{"status":"success",${warnings}"data":{${data.join(',')}}}\n`;
}

function textBytes(entries: readonly LogEntry[]): number {
  return entries.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
}

/**
 * Ids that were found in a line stand among its metadata here, where labels do not make streams: a reader may link them.
 * Every entry has a third element, `{}` where there is nothing: Grafana's reader fails on pairs.
 */
function categorized({ labels, entries }: LogStreams['streams'][number]): string {
  const values = entries.map(({ ts, line, structuredMetadata: given, parsed, foundIds }) => {
    const structuredMetadata = isEmpty(foundIds) ? given : { ...foundIds, ...given };
    return [
      String(ts),
      line,
      {
        ...(isEmpty(structuredMetadata) ? {} : { structuredMetadata }),
        ...(isEmpty(parsed) ? {} : { parsed }),
      },
    ];
  });
  return JSON.stringify({ stream: labels, values });
}

function isEmpty(labels: Labels): boolean {
  for (const _ in labels) return false;
  return true;
}

function pairs({ stream, entries }: FoldedStream): string {
  const values = entries.map(({ ts, line }) => `["${ts}",${JSON.stringify(line)}]`);
  return `{"stream":${stream},"values":[${values.join(',')}]}`;
}

/** Lines whose labels, metadata and parsed labels together are the same. */
export interface FoldedStream {
  /** All of them in JSON, sorted by name. */
  readonly stream: string;
  readonly entries: LogEntry[];
}

/** One stream per distinct set of labels, metadata and parsed labels, sorted by its text as Loki writes it. */
export function folded(answer: LogStreams['streams']): readonly FoldedStream[] {
  const streams = new Map<string, FoldedStream>();
  const names = new LabelNames();
  for (const { labels, entries } of answer) {
    for (const entry of entries) {
      const stream = names.foldedJson(labels, entry.structuredMetadata, entry.parsed);
      let found = streams.get(stream);
      if (found === undefined) streams.set(stream, (found = { stream, entries: [] }));
      found.entries.push(entry);
    }
  }
  const order = names.order();
  return [...streams.values()].sort(({ stream: a }, { stream: b }) => order(a, b));
}
