import { FOUND_IDS, nanos, type Rows, type Tenant, type TypedAttribute } from '@bongsu/model';
import { RowBinaryReader, typedAttributes, type SqlRunner } from '../../lang/index.js';
import { presentId, type LogRow } from '../exec/log-row.js';
import { StreamSet } from '../exec/stream-set.js';

/** Lines of one commit with what is needed to know their streams. */
export interface StoredLines {
  readonly rows: readonly LogRow[];
  readonly streams: StreamSet;
}

/** Every day there is: a line may be of any time. */
const EVER = { start: nanos(0n), end: nanos(2n ** 63n - 1n) };

/** Reads the rows of commits of one tenant; remembers the streams they are of. */
export class StoredLinesReader {
  readonly #streams: StreamSet;

  constructor(tenant: Tenant, runner: SqlRunner) {
    this.#streams = StreamSet.all({ tenant, ...EVER }, runner);
  }

  /** Rows of `LOG_ROW` that are stored already. */
  read(rows: Rows): StoredLines {
    return { rows: storedRows(rows), streams: this.#streams };
  }
}

/** Rows in RowBinary as the executor knows them. */
function storedRows({ bytes, count }: Rows): LogRow[] {
  const reader = new RowBinaryReader(bytes);
  return Array.from({ length: count }, () => storedRow(reader));
}

/** The columns of `LOG_ROW` in their order. */
function storedRow(reader: RowBinaryReader): LogRow {
  reader.text(); // tenant
  const ts = nanos(reader.i64());
  const seq = reader.u64();
  const observed = nanos(reader.i64());
  const stream = String(reader.u64());
  const resource = String(reader.u64());
  reader.text(); // service
  const severityNumber = reader.u8();
  const severityText = reader.text();
  const eventName = reader.text();
  const traceId = presentId(reader.hex(16));
  const spanId = presentId(reader.hex(8));
  const flags = reader.u32();
  const line = reader.text();
  reader.text(); // body_type
  const attributes = attributesOf(reader);
  const droppedAttributes = reader.u32();
  return {
    ts,
    seq,
    observed,
    stream,
    resource,
    severityNumber,
    severityText,
    eventName,
    traceId,
    spanId,
    idsFound: flags >= FOUND_IDS,
    flags: flags & ~FOUND_IDS,
    line,
    attributes,
    droppedAttributes,
    detectedLevel: reader.text(),
  };
}

function attributesOf(reader: RowBinaryReader): readonly TypedAttribute[] {
  const pairs = reader.textMap();
  const keys = pairs.map(([key]) => key);
  const values = pairs.map(([, value]) => value);
  return typedAttributes(keys, values, reader.text());
}
