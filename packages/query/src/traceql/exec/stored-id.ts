import type { RowBinaryReader } from '../../lang/index.js';

export const TRACE_ID_BYTES = 16;
export const SPAN_ID_BYTES = 8;
const NO_TRACE_ID = '0'.repeat(2 * TRACE_ID_BYTES);
const NO_SPAN_ID = '0'.repeat(2 * SPAN_ID_BYTES);

/** 32 lower-case hex digits; '' for none, which is stored as zeros. */
export function traceIdOrNone(reader: RowBinaryReader): string {
  const hex = reader.hex(TRACE_ID_BYTES);
  return hex === NO_TRACE_ID ? '' : hex;
}

/** 16 lower-case hex digits; '' for none, which is stored as zeros. */
export function spanIdOrNone(reader: RowBinaryReader): string {
  const hex = reader.hex(SPAN_ID_BYTES);
  return hex === NO_SPAN_ID ? '' : hex;
}
