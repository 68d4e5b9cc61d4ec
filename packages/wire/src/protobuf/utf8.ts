import { isUtf8 } from 'node:buffer';

/** Below this many bytes a loop in JavaScript beats the call into native code (measured on 2 cores). */
const SHORT = 48;

/** Whether `buf[start, end)` is valid UTF-8. */
export function validUtf8(buf: Uint8Array, start: number, end: number): boolean {
  if (end - start <= SHORT) {
    let seen = 0;
    for (let i = start; i < end; i++) seen |= buf[i]!;
    if (seen < 128) return true;
  }
  return isUtf8(buf.subarray(start, end));
}
