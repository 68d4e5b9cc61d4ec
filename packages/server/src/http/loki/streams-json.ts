import type { Labels } from '@bongsu/model';
import type { LogEntry, LogStreams } from '@bongsu/query/logql';
import { formatCursor } from './cursor.js';
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

interface ResultStream {
  readonly stream: Labels;
  readonly values: unknown[];
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
  const body = {
    status: 'success',
    ...(answer.warnings.length === 0 ? {} : { warnings: answer.warnings }),
    data: {
      resultType: 'streams',
      ...(encodingFlags.length === 0 ? {} : { encodingFlags }),
      result,
      stats: queryStats({ lines, bytes, returned: lines, execSeconds }),
      ...(cursor && answer.next ? { next: formatCursor(answer.next) } : {}),
    },
  };
  return `${JSON.stringify(body)}\n`;
}

function textBytes(entries: readonly LogEntry[]): number {
  return entries.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
}

/**
 * Ids that were found in a line stand among its metadata here, where labels do not make streams: a reader may link them.
 * Every entry has a third element, `{}` where there is nothing: Grafana's reader fails on pairs.
 */
function categorized({ labels, entries }: LogStreams['streams'][number]): ResultStream {
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
  return { stream: labels, values };
}

function isEmpty(labels: Labels): boolean {
  for (const _ in labels) return false;
  return true;
}

const pairs = ({ stream, entries }: FoldedStream): ResultStream => ({
  stream,
  values: entries.map(({ ts, line }) => [String(ts), line]),
});

/** Lines whose labels, metadata and parsed labels together are the same. */
export interface FoldedStream {
  readonly stream: Labels;
  readonly entries: LogEntry[];
}

/** One stream per distinct set of labels, metadata and parsed labels, sorted by it. */
export function folded(answer: LogStreams['streams']): readonly FoldedStream[] {
  const streams = new Map<string, FoldedStream>();
  for (const { labels, entries } of answer) {
    for (const entry of entries) {
      const stream = sorted({ ...labels, ...entry.structuredMetadata, ...entry.parsed });
      const key = JSON.stringify(stream);
      let found = streams.get(key);
      if (found === undefined) streams.set(key, (found = { stream, entries: [] }));
      found.entries.push(entry);
    }
  }
  return [...streams].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, stream]) => stream);
}

const sorted = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
