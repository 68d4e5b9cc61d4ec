import { nanos } from '@bongsu/model';
import type { RowBinaryReader } from '../../lang/index.js';
import type { Needs } from './needs.js';
import { readAttributes, typed } from './stored-attributes.js';
import { SPAN_ID_BYTES, spanIdOrNone, TRACE_ID_BYTES, traceIdOrNone } from './stored-id.js';
import type { TraceSpan } from './trace-span.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** What was read of a span, before it is put into its trace. */
export type SpanParts = Mutable<Omit<TraceSpan, 'trace' | 'index' | 'resource'>> & {
  traceId: string;
  fingerprint: string;
};

interface ColumnGroup {
  readonly needed: (needs: Needs) => boolean;
  readonly columns: readonly string[];
  readonly read: (reader: RowBinaryReader, span: SpanParts) => void;
}

/** What can be read of a span, in parts that are read or left out as a whole. */
const GROUPS: readonly ColumnGroup[] = [
  {
    needed: () => true,
    columns: ['trace_id', 'span_id', 'start', 'duration', 'service'],
    read: (r, span) => {
      span.traceId = r.hex(TRACE_ID_BYTES);
      span.spanId = r.hex(SPAN_ID_BYTES);
      span.start = nanos(r.i64());
      span.duration = r.i64();
      span.service = r.text();
    },
  },
  {
    needed: (n) => n.parentId,
    columns: ['parent_span_id'],
    read: (r, span) => (span.parentSpanId = spanIdOrNone(r)),
  },
  { needed: (n) => n.name, columns: ['name'], read: (r, span) => (span.name = r.text()) },
  { needed: (n) => n.kind, columns: ['kind'], read: (r, span) => (span.kind = r.u8()) },
  { needed: (n) => n.status, columns: ['status_code'], read: (r, span) => (span.statusCode = r.u8()) },
  { needed: (n) => n.statusMessage, columns: ['status_message'], read: (r, span) => (span.statusMessage = r.text()) },
  { needed: (n) => n.traceState, columns: ['trace_state'], read: (r, span) => (span.traceState = r.text()) },
  { needed: (n) => n.resource, columns: ['resource'], read: (r, span) => (span.fingerprint = String(r.u64())) },
  {
    needed: (n) => n.attributes,
    columns: ['attributes', 'attribute_types'],
    read: (r, span) => (span.attributes = typed(readAttributes(r), r.text())),
  },
  {
    needed: (n) => n.events,
    columns: ['events.ts', 'events.name', 'events.attributes', 'events.attribute_types'],
    read: (r, span) => {
      const times = r.array(() => nanos(r.i64()));
      const names = r.array(() => r.text());
      const maps = r.array(() => readAttributes(r));
      const types = r.array(() => r.text());
      span.events = times.map((ts, i) => ({ ts, name: names[i]!, attributes: typed(maps[i]!, types[i]!) }));
    },
  },
  {
    needed: (n) => n.links,
    columns: ['links.trace_id', 'links.span_id', 'links.attributes', 'links.attribute_types'],
    read: (r, span) => {
      const traces = r.array(() => traceIdOrNone(r));
      const spans = r.array(() => spanIdOrNone(r));
      const maps = r.array(() => readAttributes(r));
      const types = r.array(() => r.text());
      span.links = traces.map((traceId, i) => ({
        traceId,
        spanId: spans[i]!,
        attributes: typed(maps[i]!, types[i]!),
      }));
    },
  },
];

const groupsOf = (needs: Needs): readonly ColumnGroup[] => GROUPS.filter((group) => group.needed(needs));

/** Columns of `spans` that a query needs, in the order of {@link spanReader}. */
export const spanColumns = (needs: Needs): readonly string[] => groupsOf(needs).flatMap((group) => group.columns);

/** Reads a span from RowBinary of {@link spanColumns}. */
export function spanReader(needs: Needs): (reader: RowBinaryReader) => SpanParts {
  const groups = groupsOf(needs);
  return (reader) => {
    const span: SpanParts = { ...EMPTY };
    for (const group of groups) group.read(reader, span);
    return span;
  };
}

const EMPTY: SpanParts = {
  traceId: '',
  spanId: '',
  parentSpanId: '',
  start: nanos(0n),
  duration: 0n,
  name: '',
  kind: 0,
  statusCode: 0,
  statusMessage: '',
  service: '',
  traceState: '',
  attributes: [],
  events: [],
  links: [],
  fingerprint: '0',
};
