import type { AttributeRanges } from '../attributes.js';

/** Marks of a trace id in a text: the word before it ends in `race`, so `trace`, `Trace` and `traceparent` all do. */
const MARK = Buffer.from('race');
/** Bytes that may stand between the name and the id: `":"`, `\":\"`, ` = `, or the lengths of an encoded map entry. */
const MAX_SEPARATORS = 6;

const isHex = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70);
const hexValue = (byte: number): number => (byte <= 57 ? byte - 48 : (byte | 32) - 87);
const isAlphanumeric = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || ((byte | 32) >= 97 && (byte | 32) <= 122);

/**
 * Finds the trace id of a record that carries none in its field: in an attribute named `trace_id`, `traceid`,
 * `traceId` or `trace.id`, or in the body after `trace_id=`, `"traceId":"` and the like or in a `traceparent`.
 * One object a decoder; `id` holds what was found last.
 */
export class TraceReference {
  readonly id = new Uint8Array(16);
  #buf: Buffer = Buffer.alloc(0);
  // Where the next mark stands at or after #searchedFrom, so that one pass over the request serves all its records.
  #nextMark = 0;
  #searchedFrom = 0;

  reset(buf: Buffer): void {
    this.#buf = buf;
    this.#searchedFrom = 0;
    this.#nextMark = -1;
  }

  /** Only sees attributes in the byte order every encoder writes: key, then a string value. */
  inAttributes(ranges: AttributeRanges): boolean {
    const buf = this.#buf;
    const { bounds, count } = ranges;
    for (let i = 0; i < count; i++) {
      const start = bounds[i * 2]!;
      const keyLength = buf[start + 1]!;
      if (keyLength !== 7 && keyLength !== 8) continue;
      // KeyValue{ 0a len key, 12 22 Value{ 0a 20 32 bytes } }
      const value = start + 2 + keyLength;
      if (bounds[i * 2 + 1] !== value + 36 || buf[start] !== 0x0a || !this.#isTraceKey(start + 2, keyLength)) continue;
      if (buf[value] !== 0x12 || buf[value + 1] !== 34 || buf[value + 2] !== 0x0a || buf[value + 3] !== 32) continue;
      if (this.#take(value + 4, value + 36)) return true;
    }
    return false;
  }

  /** Looks at one field of names and values as they stand in the request. */
  inField(nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): boolean {
    const nameLength = nameEnd - nameStart;
    if ((nameLength !== 7 && nameLength !== 8) || valueEnd - valueStart !== 32) return false;
    return this.#isTraceKey(nameStart, nameLength) && this.#take(valueStart, valueEnd);
  }

  /** Looks at the bytes `[start, end)` of a body, text or encoded. Bodies come in ascending order of `start`. */
  inBody(start: number, end: number): boolean {
    const buf = this.#buf;
    let mark = this.#markFrom(start);
    while (mark + MARK.length < end) {
      if (mark > start && (buf[mark - 1]! | 32) === 0x74 && this.#afterMark(mark + MARK.length, end)) return true;
      mark = this.#markFrom(mark + 1);
    }
    return false;
  }

  #markFrom(start: number): number {
    if (start >= this.#searchedFrom && start <= this.#nextMark) return this.#nextMark;
    const found = this.#buf.indexOf(MARK, start);
    this.#searchedFrom = start;
    this.#nextMark = found < 0 ? Number.POSITIVE_INFINITY : found;
    return this.#nextMark;
  }

  #isTraceKey(start: number, length: number): boolean {
    const buf = this.#buf;
    if (buf[start] !== 0x74 || buf[start + 1] !== 0x72 || buf[start + 2] !== 0x61) return false;
    const key = buf.toString('latin1', start, start + length);
    return key === 'trace_id' || key === 'traceid' || key === 'traceId' || key === 'trace.id';
  }

  /** `at` stands behind `trace`. */
  #afterMark(at: number, end: number): boolean {
    const buf = this.#buf;
    let next = at;
    if (end - next > 6 && buf.toString('latin1', next, next + 6) === 'parent') {
      next = this.#afterSeparators(next + 6, end);
      // W3C traceparent: version 00, then the trace id, then the parent span id
      if (buf[next] !== 48 || buf[next + 1] !== 48 || buf[next + 2] !== 45) return false;
      return this.#take(next + 3, end);
    }
    if (next < end && !isAlphanumeric(buf[next]!)) next++;
    if (end - next < 2 || (buf[next]! | 32) !== 0x69 || (buf[next + 1]! | 32) !== 0x64) return false;
    return this.#take(this.#afterSeparators(next + 2, end), end);
  }

  #afterSeparators(start: number, end: number): number {
    let at = start;
    while (at < end && at - start < MAX_SEPARATORS && !isAlphanumeric(this.#buf[at]!)) at++;
    return at;
  }

  /** Reads exactly 32 hex digits, not all zero, into `id`. */
  #take(start: number, end: number): boolean {
    const buf = this.#buf;
    if (start + 32 > end || (start + 32 < end && isHex(buf[start + 32]!))) return false;
    let seen = 0;
    for (let i = 0; i < 16; i++) {
      const high = buf[start + i * 2]!;
      const low = buf[start + i * 2 + 1]!;
      if (!isHex(high) || !isHex(low)) return false;
      const byte = (hexValue(high) << 4) | hexValue(low);
      this.id[i] = byte;
      seen |= byte;
    }
    return seen !== 0;
  }
}
