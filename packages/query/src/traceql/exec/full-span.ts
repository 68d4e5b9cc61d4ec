import { nanos, type Span, type SpanEvent, type SpanLink } from '@bongsu/model';
import { typedAttributes } from '../../lang/index.js';
import { call, col, lambda, type Expr, type Selected } from '../../sql/index.js';
import { hexId, nanosOf } from './span-row.js';

/** A span as stored, with the resource it refers to. */
export interface FullSpan {
  readonly span: Span;
  readonly service: string;
  readonly resource: string;
}

const each = (column: string, body: Expr): Expr => call('arrayMap', lambda(['x'], body), col(column));
const hexEach = (column: string): Expr => each(column, call('lower', call('hex', col('x'))));

/** The columns `readFullSpan` reads. Maps as arrays: a JSON object would lose the order the type letters follow. */
export const FULL_SPAN_COLUMNS: readonly Selected[] = [
  hexId('trace_id'),
  hexId('span_id'),
  hexId('parent_span_id'),
  col('trace_state'),
  col('flags'),
  col('name'),
  col('kind'),
  nanosOf(col('start')),
  col('duration'),
  col('status_code'),
  col('status_message'),
  col('service'),
  col('resource'),
  call('mapKeys', col('attributes')),
  call('mapValues', col('attributes')),
  col('attribute_types'),
  col('dropped_attributes'),
  each('events.ts', nanosOf(col('x'))),
  col('events.name'),
  each('events.attributes', call('mapKeys', col('x'))),
  each('events.attributes', call('mapValues', col('x'))),
  col('events.attribute_types'),
  col('events.dropped_attributes'),
  col('dropped_events'),
  hexEach('links.trace_id'),
  hexEach('links.span_id'),
  col('links.trace_state'),
  col('links.flags'),
  each('links.attributes', call('mapKeys', col('x'))),
  each('links.attributes', call('mapValues', col('x'))),
  col('links.attribute_types'),
  col('links.dropped_attributes'),
  col('dropped_links'),
].map((expr) => ({ expr }));

type Columns = [
  traceId: string,
  spanId: string,
  parentSpanId: string,
  traceState: string,
  flags: number,
  name: string,
  kind: number,
  start: string,
  duration: string,
  statusCode: number,
  statusMessage: string,
  service: string,
  resource: string,
  keys: string[],
  values: string[],
  types: string,
  droppedAttributes: number,
  eventTimes: string[],
  eventNames: string[],
  eventKeys: string[][],
  eventValues: string[][],
  eventTypes: string[],
  eventDropped: number[],
  droppedEvents: number,
  linkTraceIds: string[],
  linkSpanIds: string[],
  linkStates: string[],
  linkFlags: number[],
  linkKeys: string[][],
  linkValues: string[][],
  linkTypes: string[],
  linkDropped: number[],
  droppedLinks: number,
];

const presentId = (hex: string): string => (/^0+$/.test(hex) ? '' : hex);

export function readFullSpan(columns: readonly unknown[]): FullSpan {
  const c = columns as Columns;
  const start = nanos(BigInt(c[7]));
  const events = c[17].map((ts, i): SpanEvent => ({
    ts: nanos(BigInt(ts)),
    name: c[18][i]!,
    attributes: typedAttributes(c[19][i]!, c[20][i]!, c[21][i]!),
    droppedAttributes: c[22][i]!,
  }));
  const links = c[24].map((traceId, i): SpanLink => ({
    traceId: presentId(traceId),
    spanId: presentId(c[25][i]!),
    traceState: c[26][i]!,
    flags: c[27][i]!,
    attributes: typedAttributes(c[28][i]!, c[29][i]!, c[30][i]!),
    droppedAttributes: c[31][i]!,
  }));
  const span: Span = {
    traceId: c[0],
    spanId: c[1],
    parentSpanId: presentId(c[2]),
    traceState: c[3],
    flags: c[4],
    name: c[5],
    kind: c[6],
    start,
    end: nanos(start + BigInt(c[8])),
    attributes: typedAttributes(c[13], c[14], c[15]),
    droppedAttributes: c[16],
    events,
    droppedEvents: c[23],
    links,
    droppedLinks: c[32],
    statusCode: c[9],
    statusMessage: c[10],
  };
  return { span, service: c[11], resource: c[12] };
}
