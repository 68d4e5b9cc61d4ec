import { nanos, type Span, type SpanEvent, type SpanLink, type TypedAttribute } from '@bongsu/model';
import { RowBinaryReader } from '../../lang/index.js';
import { col, type Selected } from '../../sql/index.js';

/** A span as stored, with the resource it refers to. */
export interface FullSpan {
  readonly span: Span;
  readonly service: string;
  readonly resource: string;
}

/**
 * The columns `readFullSpans` reads from RowBinary. Bare, because the engine takes longer to plan thirty expressions
 * than to read the columns, and because maps keep their order, which the type letters follow.
 */
export const FULL_SPAN_COLUMNS: readonly Selected[] = [
  'trace_id',
  'span_id',
  'parent_span_id',
  'trace_state',
  'flags',
  'name',
  'kind',
  'start',
  'duration',
  'status_code',
  'status_message',
  'service',
  'resource',
  'attributes',
  'attribute_types',
  'dropped_attributes',
  'events.ts',
  'events.name',
  'events.attributes',
  'events.attribute_types',
  'events.dropped_attributes',
  'dropped_events',
  'links.trace_id',
  'links.span_id',
  'links.trace_state',
  'links.flags',
  'links.attributes',
  'links.attribute_types',
  'links.dropped_attributes',
  'dropped_links',
].map((name) => ({ expr: col(name) }));

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/** Spans from an answer of {@link FULL_SPAN_COLUMNS} in RowBinary. */
export function readFullSpans(answer: Uint8Array): FullSpan[] {
  const reader = new RowBinaryReader(answer);
  const spans: FullSpan[] = [];
  while (!reader.done) spans.push(readFullSpan(reader));
  return spans;
}

function readFullSpan(r: RowBinaryReader): FullSpan {
  const text = (): string => r.text();
  const u32 = (): number => r.u32();
  const traceId = hexId(r, TRACE_ID_BYTES);
  const spanId = hexId(r, SPAN_ID_BYTES);
  const parentSpanId = presentId(hexId(r, SPAN_ID_BYTES));
  const traceState = r.text();
  const flags = r.u32();
  const name = r.text();
  const kind = r.u8();
  const start = nanos(r.i64());
  const end = nanos(start + r.i64());
  const statusCode = r.u8();
  const statusMessage = r.text();
  const service = r.text();
  const resource = String(r.u64());
  const attributes = typed(r.textMap(), r.text());
  const droppedAttributes = r.u32();
  const eventTimes = r.array(() => nanos(r.i64()));
  const eventNames = r.array(text);
  const eventMaps = r.array(() => r.textMap());
  const eventTypes = r.array(text);
  const eventDropped = r.array(u32);
  const droppedEvents = r.u32();
  const linkTraceIds = r.array(() => presentId(hexId(r, TRACE_ID_BYTES)));
  const linkSpanIds = r.array(() => presentId(hexId(r, SPAN_ID_BYTES)));
  const linkStates = r.array(text);
  const linkFlags = r.array(u32);
  const linkMaps = r.array(() => r.textMap());
  const linkTypes = r.array(text);
  const linkDropped = r.array(u32);
  const droppedLinks = r.u32();

  const events = eventTimes.map((ts, i): SpanEvent => ({
    ts,
    name: eventNames[i]!,
    attributes: typed(eventMaps[i]!, eventTypes[i]!),
    droppedAttributes: eventDropped[i]!,
  }));
  const links = linkTraceIds.map((linked, i): SpanLink => ({
    traceId: linked,
    spanId: linkSpanIds[i]!,
    traceState: linkStates[i]!,
    flags: linkFlags[i]!,
    attributes: typed(linkMaps[i]!, linkTypes[i]!),
    droppedAttributes: linkDropped[i]!,
  }));
  const span: Span = {
    traceId,
    spanId,
    parentSpanId,
    traceState,
    flags,
    name,
    kind,
    start,
    end,
    attributes,
    droppedAttributes,
    events,
    droppedEvents,
    links,
    droppedLinks,
    statusCode,
    statusMessage,
  };
  return { span, service, resource };
}

const hexId = (r: RowBinaryReader, bytes: number): string => r.bytes(bytes).toString('hex');
const presentId = (hex: string): string => (/^0+$/.test(hex) ? '' : hex);

/** A missing letter means a string. */
const typed = (entries: readonly [string, string][], types: string): TypedAttribute[] =>
  entries.map(([key, value], i) => ({ key, value, type: types[i] ?? 's' }));
