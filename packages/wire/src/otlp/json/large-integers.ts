const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;

/** 15 digits always fit a double exactly; 16 may not. */
const SAFE_DIGITS = 15;

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
/** What continues a JSON number after its integer part. */
const isFraction = (byte: number | undefined): boolean => byte === 0x2e || byte === 0x65 || byte === 0x45;

export interface ScannedJson {
  /** The same JSON with integers of 16 and more digits in quotes, so that JSON.parse keeps their digits. */
  readonly text: string;
  /** Objects and arrays inside each other. */
  readonly depth: number;
}

/** Makes one pass over JSON text in UTF-8. Text that is not JSON is passed on for JSON.parse to refuse. */
export function quoteLargeIntegers(json: Uint8Array): ScannedJson {
  const bytes = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  const pieces: string[] = [];
  let copied = 0;
  let depth = 0;
  let deepest = 0;
  let i = 0;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      i = afterString(bytes, i + 1);
    } else if (isDigit(byte) || byte === MINUS) {
      const start = i++;
      while (i < bytes.length && isDigit(bytes[i]!)) i++;
      const digits = i - start - (byte === MINUS ? 1 : 0);
      if (isFraction(bytes[i])) i = afterFraction(bytes, i);
      else if (digits > SAFE_DIGITS) {
        pieces.push(bytes.toString('utf8', copied, start), '"', bytes.toString('latin1', start, i), '"');
        copied = i;
      }
    } else {
      if (byte === 0x7b || byte === 0x5b) {
        if (++depth > deepest) deepest = depth;
      } else if (byte === 0x7d || byte === 0x5d) depth--;
      i++;
    }
  }
  pieces.push(bytes.toString('utf8', copied));
  return { text: pieces.join(''), depth: deepest };
}

/** Behind the closing quote of a string whose first character stands at `start`. */
function afterString(bytes: Buffer, start: number): number {
  let i = start;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    if (byte === QUOTE) return i + 1;
    i += byte === BACKSLASH ? 2 : 1;
  }
  return i;
}

function afterFraction(bytes: Buffer, start: number): number {
  let i = start;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    if (!isDigit(byte) && !isFraction(byte) && byte !== MINUS && byte !== 0x2b) return i;
    i++;
  }
  return i;
}
