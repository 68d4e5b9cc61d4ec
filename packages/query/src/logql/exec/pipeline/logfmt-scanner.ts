const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const EQUALS = 0x3d;

/** Takes the place of bytes that were no UTF-8. */
const REPLACEMENT = '\ufffd';

/**
 * Walks the pairs of a logfmt line as Loki's decoder does (pkg/logql/log/logfmt/decode.go). After `next` the key
 * stands in [keyStart, keyEnd) of the line; `fault` keeps the last thing found wrong, behind which it goes on.
 */
export class LogfmtScanner {
  keyStart = 0;
  keyEnd = 0;
  /** '' for a bare key and an empty value. */
  value = '';
  #line = '';
  #at = 0;
  #fault: { readonly what: string; readonly at: number } | undefined;

  start(line: string): void {
    this.#line = line;
    this.#at = 0;
    this.#fault = undefined;
  }

  get done(): boolean {
    return this.#at >= this.#line.length;
  }

  /** Where the decoder stands: before the next pair. */
  get position(): number {
    return this.#at;
  }

  /** What is wrong with the line, with the place counted in bytes from 1. */
  get fault(): string | undefined {
    if (!this.#fault) return undefined;
    const at = Buffer.byteLength(this.#line.slice(0, this.#fault.at)) + 1;
    return `logfmt syntax error at pos ${at} : ${this.#fault.what}`;
  }

  /** Moves to where the next key begins. @returns false at the line's end. */
  skipToKey(): boolean {
    const line = this.#line;
    let at = this.#at;
    while (at < line.length && line.charCodeAt(at) <= SPACE) at++;
    this.#at = at;
    return at < line.length;
  }

  /** Reads a pair from where a key begins. @returns false where there is none: at a fault. */
  next(): boolean {
    const line = this.#line;
    let at = this.#at;
    this.value = '';
    this.keyStart = at;
    for (; at < line.length; at++) {
      const c = line.charCodeAt(at);
      if (c === EQUALS) {
        if (at === this.keyStart) return this.#unexpected('=', at);
        this.keyEnd = at;
        if (!this.#keyIsText()) return this.#skipValue(at, 'invalid key');
        return this.readValue(at + 1);
      }
      if (c === QUOTE) return this.#unexpected('"', at);
      if (c <= SPACE) break;
    }
    this.#at = this.keyEnd = at;
    return this.#keyIsText() || this.#fail('invalid key', at);
  }

  /** Reads the value that begins at `at`, behind the equals sign. @returns false at a fault. */
  readValue(at: number): boolean {
    const line = this.#line;
    this.value = '';
    const start = at;
    if (line.charCodeAt(at) === QUOTE) return this.#quoted(at);
    for (; at < line.length; at++) {
      const c = line.charCodeAt(at);
      if (c === EQUALS) return this.#unexpected('=', at);
      if (c === QUOTE) return this.#unexpected('"', at);
      if (c <= SPACE) break;
    }
    this.value = line.slice(start, at);
    this.#at = at;
    return true;
  }

  #quoted(start: number): boolean {
    const line = this.#line;
    let escaped = false;
    for (let at = start + 1; at < line.length; at++) {
      const c = line.charCodeAt(at);
      if (c === BACKSLASH) {
        escaped = true;
        at++;
      } else if (c === QUOTE) {
        this.#at = at + 1;
        const raw = line.slice(start + 1, at);
        const text = escaped ? unquote(raw) : raw;
        if (text === undefined) return this.#fail('invalid quoted value', this.#at);
        this.value = text;
        return true;
      }
    }
    this.#at = line.length;
    return this.#fail('unterminated quoted value', this.#at);
  }

  #keyIsText(): boolean {
    const found = this.#line.indexOf(REPLACEMENT, this.keyStart);
    return found < 0 || found >= this.keyEnd;
  }

  #unexpected(c: string, at: number): boolean {
    return this.#skipValue(at, `unexpected '${c}'`);
  }

  /** Goes on behind the next space. */
  #skipValue(at: number, what: string): boolean {
    this.#fail(what, at);
    const line = this.#line;
    while (at < line.length && line.charCodeAt(at) > SPACE) at++;
    this.#at = at;
    return false;
  }

  #fail(what: string, at: number): boolean {
    this.#fault = { what, at };
    return false;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  "'": "'",
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The text of a quoted value; `undefined` for a bad escape. */
function unquote(raw: string): string | undefined {
  let text = '';
  let copied = 0;
  for (let at = 0; at < raw.length; at++) {
    if (raw.charCodeAt(at) !== BACKSLASH) continue;
    text += raw.slice(copied, at);
    const letter = raw[at + 1] ?? '';
    if (letter === 'u') {
      const digits = raw.slice(at + 2, at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) return undefined;
      text += String.fromCharCode(parseInt(digits, 16));
      at += 5;
    } else {
      if (!Object.hasOwn(ESCAPES, letter)) return undefined;
      text += ESCAPES[letter]!;
      at += 1;
    }
    copied = at + 1;
  }
  // Half a pair is no text.
  return (text + raw.slice(copied)).replace(/\p{Surrogate}/gu, REPLACEMENT);
}
