export const TRACE_ID_PROBLEM = 'trace_id is not 16 bytes (32 hex digits in JSON)';
export const SPAN_ID_PROBLEM = 'span_id is not 8 bytes (16 hex digits in JSON)';

/** Whether all bytes of the range are zero, which W3C and OTLP read as "no id"; true for an empty range. */
export function allZero(buf: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (buf[i] !== 0) return false;
  return true;
}
