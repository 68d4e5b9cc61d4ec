import type { Labels, Nanos } from '@bongsu/model';
import { printLabels, type FoundLine } from '@bongsu/query/logql';
import { LabelNames } from '../folded-labels.js';
import { CATEGORIZE_LABELS } from '../streams-json.js';

/** A line that a client was too slow for. */
export interface DroppedEntry {
  readonly labels: Labels;
  readonly ts: Nanos;
}

/** The text of one WebSocket message. */
export type FrameWriter = (lines: readonly FoundLine[], dropped: readonly DroppedEntry[]) => string;

/** All labels of a line as one set, sorted by name. */
export function allLabels({ labels: { stream, metadata, parsed } }: FoundLine): Labels {
  const all = { ...stream, ...metadata, ...parsed };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Messages of `/loki/api/v1/tail`: a stream per line, oldest first; what is empty is left out. */
export function framesV1(encodingFlags: readonly string[]): FrameWriter {
  const categorize = encodingFlags.includes(CATEGORIZE_LABELS);
  return (lines, dropped) => {
    const names = new LabelNames();
    const streams = lines.map((line) => (categorize ? JSON.stringify(categorized(line)) : folded(line, names)));
    const droppedEntries = dropped.map(({ labels, ts }) => ({ labels, timestamp: String(ts) }));
    return (
      `{"streams":[${streams.join()}]` +
      (dropped.length === 0 ? '' : `,"dropped_entries":${JSON.stringify(droppedEntries)}`) +
      (encodingFlags.length === 0 ? '}' : `,"encodingFlags":${JSON.stringify(encodingFlags)}}`)
    );
  };
}

/** Made as text at once, as the answer of a query is. */
function folded({ labels: { stream, metadata, parsed }, ts, line }: FoundLine, names: LabelNames): string {
  const labels = names.foldedJson(stream, metadata, parsed);
  return `{"stream":${labels},"values":[["${ts}",${JSON.stringify(line)}]]}`;
}

/** As in the answer of a query: ids found in the line stand among its metadata here. */
function categorized({ ts, line, labels: { stream, metadata: given, parsed }, foundIds }: FoundLine) {
  const metadata = { ...foundIds, ...given };
  const apart = {
    ...(Object.keys(metadata).length === 0 ? {} : { structuredMetadata: metadata }),
    ...(Object.keys(parsed).length === 0 ? {} : { parsed }),
  };
  return { stream, values: [[String(ts), line, apart]] };
}

/** Messages of `/api/prom/tail`: labels as text, times in RFC 3339. */
export const legacyFrames: FrameWriter = (lines, dropped) =>
  JSON.stringify({
    streams: lines.map((found) => ({
      labels: printLabels(allLabels(found)),
      entries: [{ ts: rfc3339(found.ts), line: found.line }],
    })),
    dropped_entries:
      dropped.length === 0
        ? null
        : dropped.map(({ labels, ts }) => ({ timestamp: rfc3339(ts), labels: printLabels(labels) })),
  });

const NS_PER_SECOND = 1_000_000_000n;

/** As Go writes a time in JSON: as many digits of a second as it needs. */
export function rfc3339(ts: Nanos): string {
  const fraction = ((ts % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND;
  const seconds = new Date(Number((ts - fraction) / NS_PER_SECOND) * 1000).toISOString().slice(0, 19);
  const digits = String(fraction).padStart(9, '0').replace(/0+$/, '');
  return digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
}
