const NAMES = ['span_id', 'spanid', 'spanId', 'span.id'].map((name) => Buffer.from(name));

/** The value of a hex digit; -1 for any other byte. */
function hexValue(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Finds the span id of a line in a metadata field of that name. `id` holds what was found last. */
export class SpanReference {
  readonly id = new Uint8Array(8);

  /** True when the field is a span id of 16 hex digits, not all zero. */
  inField(buf: Uint8Array, nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): boolean {
    if (valueEnd - valueStart !== 16 || buf[nameStart] !== 0x73) return false;
    const name = buf.subarray(nameStart, nameEnd);
    if (!NAMES.some((known) => known.equals(name))) return false;
    let seen = 0;
    for (let i = 0; i < 8; i++) {
      const high = hexValue(buf[valueStart + i * 2]!);
      const low = hexValue(buf[valueStart + i * 2 + 1]!);
      if (high < 0 || low < 0) return false;
      seen |= this.id[i] = (high << 4) | low;
    }
    return seen !== 0;
  }
}
