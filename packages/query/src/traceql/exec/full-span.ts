import { nanos, RARE_PARTS, type Span, type SpanEvent, type SpanLink } from '@bongsu/model';
import { RowBinaryReader } from '../../lang/index.js';
import { col, type Selected } from '../../sql/index.js';
import { readAttributes, typed } from './stored-attributes.js';
import { SPAN_ID_BYTES, spanIdOrNone, traceIdOrNone } from './stored-id.js';

/** A span as stored, with the resource it refers to. */
export interface FullSpan {
  readonly span: Span;
  readonly service: string;
  readonly resource: string;
}

/** What was read of a span so far. */
interface Parts {
  readonly span: { -readonly [K in keyof Span]: Span[K] };
  service: string;
  resource: string;
}

/** Columns that are read or left out together. */
interface Part {
  /** Of `traces.rare`; 0 for what every span has. */
  readonly bit: number;
  readonly columns: readonly string[];
  readonly read: (reader: RowBinaryReader, parts: Parts) => void;
}

/** Bare columns, so that maps keep their order, which the type letters follow. */
const PARTS: readonly Part[] = [
  {
    bit: 0,
    columns: ['span_id', 'parent_span_id', 'name', 'kind', 'start', 'duration', 'status_code', 'service', 'resource'],
    read: (r, parts) => {
      const { span } = parts;
      span.spanId = r.hex(SPAN_ID_BYTES);
      span.parentSpanId = spanIdOrNone(r);
      span.name = r.text();
      span.kind = r.u8();
      span.start = nanos(r.i64());
      span.end = nanos(span.start + r.i64());
      span.statusCode = r.u8();
      parts.service = r.text();
      parts.resource = String(r.u64());
    },
  },
  {
    bit: 0,
    columns: ['attributes', 'attribute_types'],
    read: (r, { span }) => (span.attributes = typed(readAttributes(r), r.text())),
  },
  {
    bit: RARE_PARTS.texts,
    columns: ['trace_state', 'status_message'],
    read: (r, { span }) => {
      span.traceState = r.text();
      span.statusMessage = r.text();
    },
  },
  { bit: RARE_PARTS.flags, columns: ['flags'], read: (r, { span }) => (span.flags = r.u32()) },
  {
    bit: RARE_PARTS.drops,
    columns: ['dropped_attributes', 'dropped_events', 'dropped_links'],
    read: (r, { span }) => {
      span.droppedAttributes = r.u32();
      span.droppedEvents = r.u32();
      span.droppedLinks = r.u32();
    },
  },
  {
    bit: RARE_PARTS.events,
    columns: ['ts', 'name', 'attributes', 'attribute_types', 'dropped_attributes'].map((name) => `events.${name}`),
    read: (r, { span }) => {
      const times = r.array(() => nanos(r.i64()));
      const names = r.array(() => r.text());
      const maps = r.array(() => readAttributes(r));
      const types = r.array(() => r.text());
      const dropped = r.array(() => r.u32());
      span.events = times.map((ts, i): SpanEvent => ({
        ts,
        name: names[i]!,
        attributes: typed(maps[i]!, types[i]!),
        droppedAttributes: dropped[i]!,
      }));
    },
  },
  {
    bit: RARE_PARTS.links,
    columns: ['trace_id', 'span_id', 'trace_state', 'flags', 'attributes', 'attribute_types', 'dropped_attributes'].map(
      (name) => `links.${name}`,
    ),
    read: (r, { span }) => {
      const traceIds = r.array(() => traceIdOrNone(r));
      const spanIds = r.array(() => spanIdOrNone(r));
      const states = r.array(() => r.text());
      const flags = r.array(() => r.u32());
      const maps = r.array(() => readAttributes(r));
      const types = r.array(() => r.text());
      const dropped = r.array(() => r.u32());
      span.links = traceIds.map((traceId, i): SpanLink => ({
        traceId,
        spanId: spanIds[i]!,
        traceState: states[i]!,
        flags: flags[i]!,
        attributes: typed(maps[i]!, types[i]!),
        droppedAttributes: dropped[i]!,
      }));
    },
  },
];

const partsOf = (rare: number): readonly Part[] => PARTS.filter(({ bit }) => bit === 0 || (rare & bit) !== 0);

/** The columns of spans that have no other parts than `rare` says: an unread column takes no time to plan and open. */
export const fullSpanColumns = (rare: number): readonly Selected[] =>
  partsOf(rare).flatMap(({ columns }) => columns.map((name) => ({ expr: col(name) })));

/** The spans of one trace from an answer of {@link fullSpanColumns} in RowBinary, each read when it is asked for. */
export function* readFullSpans(answer: Uint8Array, traceId: string, rare: number): Generator<FullSpan> {
  const reader = new RowBinaryReader(answer);
  const parts = partsOf(rare);
  while (!reader.done) {
    const read: Parts = { span: emptySpan(traceId), service: '', resource: '0' };
    for (const part of parts) part.read(reader, read);
    yield read;
  }
}

/** Field by field: an object that is spread is copied by a slow path of the runtime. */
const emptySpan = (traceId: string): Parts['span'] => ({
  traceId,
  spanId: '',
  parentSpanId: '',
  traceState: '',
  flags: 0,
  name: '',
  kind: 0,
  start: NO_TIME,
  end: NO_TIME,
  attributes: NONE,
  droppedAttributes: 0,
  events: NONE,
  droppedEvents: 0,
  links: NONE,
  droppedLinks: 0,
  statusCode: 0,
  statusMessage: '',
});

const NO_TIME = nanos(0n);
const NONE: readonly never[] = [];
