const PADDING = 0x3d;

/** Values of the lower-case hex digits, by character code. */
const HEX_VALUES = new Uint8Array(128);
for (const [value, digit] of [...'0123456789abcdef'].entries()) HEX_VALUES[digit.charCodeAt(0)] = value;

/** Character codes of two base64 digits, the first in the low byte, by the twelve bits that three hex digits are. */
const BASE64_DIGITS = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PAIRS = Uint16Array.from(
  { length: 4096 },
  (_, bits) => BASE64_DIGITS[bits >> 6]! | (BASE64_DIGITS[bits & 63]! << 8),
);

/** Writes lower-case hex digits, two for a byte, as padded base64 to `at`; answers where it ends. */
export function base64OfHex(hex: string, into: Uint8Array, at: number): number {
  let end = at;
  let i = 0;
  for (; i + 3 <= hex.length; i += 3) {
    const pair = PAIRS[(digit(hex, i) << 8) | (digit(hex, i + 1) << 4) | digit(hex, i + 2)]!;
    into[end++] = pair & 255;
    into[end++] = pair >> 8;
  }
  // One or two hex digits are left; the bits that are missing are zero.
  if (i < hex.length) {
    const pair = PAIRS[(digit(hex, i) << 8) | (i + 1 < hex.length ? digit(hex, i + 1) << 4 : 0)]!;
    into[end++] = pair & 255;
    if (i + 1 < hex.length) into[end++] = pair >> 8;
  }
  while ((end - at) % 4 !== 0) into[end++] = PADDING;
  return end;
}

const digit = (hex: string, at: number): number => HEX_VALUES[hex.charCodeAt(at)]!;
