import { FOUND_IDS, nanos, type Nanos, type TypedAttribute } from '@bongsu/model';
import { typedAttributes } from '../../lang/index.js';

/** A row of `compileLogPage`. Ids are lower-case hex, '' for none. */
export interface LogRow {
  readonly ts: Nanos;
  readonly seq: bigint;
  readonly stream: string;
  readonly line: string;
  readonly resource: string;
  readonly severityNumber: number;
  readonly severityText: string;
  /** '' when discovery of levels was off. */
  readonly detectedLevel: string;
  readonly eventName: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Whether the ids are not the sender's metadata but were found in the text or among the attributes. */
  readonly idsFound: boolean;
  readonly flags: number;
  readonly observed: Nanos;
  readonly attributes: readonly TypedAttribute[];
  readonly droppedAttributes: number;
}

type Columns = [
  ts: string,
  seq: string,
  stream: string,
  body: string,
  resource: string,
  severityNumber: number,
  severityText: string,
  eventName: string,
  traceId: string,
  spanId: string,
  flags: number,
  observed: string,
  keys: string[],
  values: string[],
  types: string,
  dropped: number,
  detectedLevel: string,
];

export function readLogRow(columns: readonly unknown[]): LogRow {
  const c = columns as Columns;
  return {
    ts: nanos(BigInt(c[0])),
    seq: BigInt(c[1]),
    stream: c[2],
    line: c[3],
    resource: c[4],
    severityNumber: c[5],
    severityText: c[6],
    eventName: c[7],
    traceId: presentId(c[8]),
    spanId: presentId(c[9]),
    idsFound: c[10] >= FOUND_IDS,
    flags: c[10] & ~FOUND_IDS,
    observed: nanos(BigInt(c[11])),
    attributes: typedAttributes(c[12], c[13], c[14]),
    droppedAttributes: c[15],
    detectedLevel: c[16],
  };
}

/** An id in hex; zeros mean that there is none. */
export const presentId = (hex: string): string => (/^0+$/.test(hex) ? '' : hex);
