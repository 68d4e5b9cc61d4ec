/** Character codes of the two hex digits of a byte, the first in the low byte. */
const DIGITS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const digits = byte.toString(16).padStart(2, '0');
  return digits.charCodeAt(0) | (digits.charCodeAt(1) << 8);
});

/** Lower-case hex of eight bytes, the size of a span's id; a call of the runtime would take several times as long. */
export function hexOfEight(bytes: Uint8Array, start: number): string {
  const a = DIGITS[bytes[start]!]!;
  const b = DIGITS[bytes[start + 1]!]!;
  const c = DIGITS[bytes[start + 2]!]!;
  const d = DIGITS[bytes[start + 3]!]!;
  const e = DIGITS[bytes[start + 4]!]!;
  const f = DIGITS[bytes[start + 5]!]!;
  const g = DIGITS[bytes[start + 6]!]!;
  const h = DIGITS[bytes[start + 7]!]!;
  return String.fromCharCode(
    a & 255,
    a >> 8,
    b & 255,
    b >> 8,
    c & 255,
    c >> 8,
    d & 255,
    d >> 8,
    e & 255,
    e >> 8,
    f & 255,
    f >> 8,
    g & 255,
    g >> 8,
    h & 255,
    h >> 8,
  );
}
