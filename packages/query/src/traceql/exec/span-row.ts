import { nanos, type Nanos, type TypedAttribute } from '@bongsu/model';
import { typedAttributes, type ResourceRow } from '../../lang/index.js';
import { call, col, type Expr, type Selected } from '../../sql/index.js';

/** What conditions look at and a search shows of a span. Ids are lower-case hex. */
export interface SpanRow {
  readonly traceId: string;
  readonly spanId: string;
  readonly start: Nanos;
  /** Nanoseconds. */
  readonly duration: bigint;
  readonly name: string;
  readonly kind: number;
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly service: string;
  readonly resource: string;
  readonly attributes: readonly TypedAttribute[];
}

/** A span with the resource it refers to, where that is known. */
export interface SpanWithResource {
  readonly span: SpanRow;
  readonly resource: ResourceRow | undefined;
}

export const hexId = (column: string): Expr => call('lower', call('hex', col(column)));
export const nanosOf = (time: Expr): Expr => call('toUnixTimestamp64Nano', time);

/** The columns `readSpanRow` reads. */
export const SPAN_COLUMNS: readonly Selected[] = [
  hexId('trace_id'),
  hexId('span_id'),
  nanosOf(col('start')),
  col('duration'),
  col('name'),
  col('kind'),
  col('status_code'),
  col('status_message'),
  col('service'),
  col('resource'),
  // As arrays: a JSON object would lose the order that the type letters follow.
  call('mapKeys', col('attributes')),
  call('mapValues', col('attributes')),
  col('attribute_types'),
].map((expr) => ({ expr }));

type Columns = [
  traceId: string,
  spanId: string,
  start: string,
  duration: string,
  name: string,
  kind: number,
  statusCode: number,
  statusMessage: string,
  service: string,
  resource: string,
  keys: string[],
  values: string[],
  types: string,
];

export function readSpanRow(columns: readonly unknown[]): SpanRow {
  const c = columns as Columns;
  return {
    traceId: c[0],
    spanId: c[1],
    start: nanos(BigInt(c[2])),
    duration: BigInt(c[3]),
    name: c[4],
    kind: c[5],
    statusCode: c[6],
    statusMessage: c[7],
    service: c[8],
    resource: c[9],
    attributes: typedAttributes(c[10], c[11], c[12]),
  };
}
