import { err, ok, type Labels, type Result } from '@bongsu/model';

/** Why a text is no label set, with the place: `1:5: parse error: ...`, as Prometheus' parser says it. */
export interface LabelsError {
  readonly message: string;
  /** Set when the text is well-formed and names one label twice. */
  readonly duplicate?: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
/** Digits behind `\x`, `\u` and `\U`. */
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

const isNameStart = (c: string): boolean => (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c === '_';
const isNamePart = (c: string): boolean => isNameStart(c) || (c >= '0' && c <= '9');
const isSpace = (c: string): boolean => c === ' ' || c === '\t' || c === '\n' || c === '\r';

/**
 * Reads the labels of a stream, `{app="shop", env="prod"}`: names of [A-Za-z_][A-Za-z0-9_]*, values in double or
 * single quotes with Go's escapes or in backticks, a comma behind the last allowed. Empty values are left out.
 */
export function parseLabelsText(text: string): Result<Labels, LabelsError> {
  return new LabelsReader(text).read();
}

class LabelsReader {
  #at = 0;
  #problem = '';

  constructor(private readonly text: string) {}

  read(): Result<Labels, LabelsError> {
    const found = new Map<string, string>();
    let duplicate: string | undefined;
    if (!this.#take('{')) return this.#fail('{');
    while (!this.#take('}')) {
      const name = this.#name();
      if (name === '') return this.#fail('a label name or }');
      if (!this.#take('=')) return this.#fail('=');
      const value = this.#value();
      if (value === undefined) return this.#problem === '' ? this.#fail('a quoted value') : this.#failed();
      if (found.has(name)) duplicate ??= name;
      found.set(name, value);
      if (!this.#take(',') && this.#peek() !== '}') return this.#fail(', or }');
    }
    if (this.#peek() !== '') return this.#fail('the end');
    if (duplicate !== undefined) return err({ message: `duplicate label name ${duplicate}`, duplicate });
    return ok(Object.fromEntries([...found].filter(([, value]) => value !== '')));
  }

  /** The next character that is no space; '' at the end. */
  #peek(): string {
    while (this.#at < this.text.length && isSpace(this.text[this.#at]!)) this.#at++;
    return this.text[this.#at] ?? '';
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #name(): string {
    if (!isNameStart(this.#peek())) return '';
    const start = this.#at;
    while (this.#at < this.text.length && isNamePart(this.text[this.#at]!)) this.#at++;
    return this.text.slice(start, this.#at);
  }

  #value(): string | undefined {
    const quote = this.#peek();
    if (quote === '`') {
      const end = this.text.indexOf('`', this.#at + 1);
      if (end < 0) return this.#bad('unterminated raw string');
      const value = this.text.slice(this.#at + 1, end);
      this.#at = end + 1;
      return value;
    }
    if (quote !== '"' && quote !== "'") return undefined;
    let value = '';
    let from = ++this.#at;
    for (;;) {
      const c = this.text[this.#at];
      if (c === undefined || c === '\n') return this.#bad('unterminated quoted string');
      if (c === quote) break;
      this.#at++;
      if (c !== '\\') continue;
      value += this.text.slice(from, this.#at - 1);
      const escaped = this.#escape();
      if (escaped === undefined) return undefined;
      value += escaped;
      from = this.#at;
    }
    value += this.text.slice(from, this.#at);
    this.#at++;
    // Lone surrogates, which escapes can spell, are no characters.
    return Buffer.from(value).toString();
  }

  /** What stands behind a backslash. Bytes written as `\xhh` or in octal are taken as characters below U+0100. */
  #escape(): string | undefined {
    const c = this.text[this.#at++] ?? '';
    const plain = ESCAPES[c];
    if (plain !== undefined) return plain;
    const digits = HEX_DIGITS[c];
    const code = digits === undefined ? this.#digits(this.#at - 1, 3, 8) : this.#digits(this.#at, digits, 16);
    if (code === undefined || code > 0x10ffff) return this.#bad('invalid escape sequence');
    this.#at += digits ?? 2;
    return String.fromCodePoint(code);
  }

  #digits(from: number, count: number, radix: 8 | 16): number | undefined {
    const text = this.text.slice(from, from + count);
    if (text.length < count) return undefined;
    let value = 0;
    for (const c of text) {
      const digit = '0123456789abcdef'.indexOf(c.toLowerCase());
      if (digit < 0 || digit >= radix) return undefined;
      value = value * radix + digit;
    }
    return value;
  }

  #bad(problem: string): undefined {
    this.#problem = problem;
    return undefined;
  }

  #failed(): Result<never, LabelsError> {
    return err({ message: `1:${this.#at + 1}: parse error: ${this.#problem}` });
  }

  #fail(expected: string): Result<never, LabelsError> {
    const found = this.#peek();
    this.#problem = `unexpected ${found === '' ? 'end of input' : JSON.stringify(found)}, expected ${expected}`;
    return this.#failed();
  }
}

/** The text of labels, sorted by name: `{app="shop", env="prod"}`. */
export function printLabelsText(labels: Labels): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.join(', ')}}`;
}
