/** A power of two. */
const PLACES = 256;
/** Characters that one string is made of in the end: what is longer would be a pair of strings. */
const FLAT = 12;

/**
 * Short texts of one answer by their bytes. What was read before is the same string again, which costs a comparison and
 * no memory; each has one place, which the next one for it takes.
 */
export class KnownTexts {
  readonly #starts = new Uint32Array(PLACES);
  /** In bytes, 0 where nothing is known. */
  readonly #lengths = new Uint32Array(PLACES);
  readonly #texts = new Array<string>(PLACES).fill('');

  constructor(
    private readonly buffer: Buffer,
    private readonly view: DataView,
  ) {}

  /** The text of `length` bytes, at least one. Bytes that are no UTF-8 become U+FFFD. */
  text(start: number, length: number): string {
    const { buffer } = this;
    const middle = buffer[start + (length >> 1)]!;
    const last = buffer[start + length - 1]!;
    const place = (length * 11 + buffer[start]! * 7 + middle * 31 + last * 5) & (PLACES - 1);
    if (this.#lengths[place] === length && this.#isSame(this.#starts[place]!, start, length))
      return this.#texts[place]!;
    const text = asciiText(buffer, start, length) ?? buffer.toString('utf8', start, start + length);
    this.#starts[place] = start;
    this.#lengths[place] = length;
    this.#texts[place] = text;
    return text;
  }

  #isSame(a: number, b: number, length: number): boolean {
    const { view, buffer } = this;
    let i = 0;
    for (; i + 4 <= length; i += 4) if (view.getUint32(a + i) !== view.getUint32(b + i)) return false;
    for (; i < length; i++) if (buffer[a + i] !== buffer[b + i]) return false;
    return true;
  }
}

/** A short text of ASCII alone; a call of the runtime would take it several times as long. */
function asciiText(buffer: Buffer, start: number, length: number): string | undefined {
  if (length > FLAT) return undefined;
  let text = '';
  let seen = 0;
  let at = start;
  const end = start + length;
  for (; at + 4 <= end; at += 4) {
    const [a, b, c, d] = [buffer[at]!, buffer[at + 1]!, buffer[at + 2]!, buffer[at + 3]!];
    seen |= a | b | c | d;
    text += String.fromCharCode(a, b, c, d);
  }
  for (; at < end; at++) {
    seen |= buffer[at]!;
    text += String.fromCharCode(buffer[at]!);
  }
  return seen < 128 ? text : undefined;
}
