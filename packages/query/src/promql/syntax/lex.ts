import { AGGREGATORS } from './ast.js';
import { goQuote, goQuoteChar } from './quote.js';

export type TokenKind =
  | 'eof'
  | 'error'
  | 'identifier'
  /** A name with a colon in it. */
  | 'metric-identifier'
  | 'string'
  | 'number'
  | 'duration'
  | 'operator'
  | 'aggregator'
  | 'keyword'
  /** `start`, `end`, `step`, `range`, `min_of` and `max_of`. */
  | 'preprocessor'
  /** `( ) { } [ ] , : =` */
  | 'punctuation';

export interface Token {
  readonly kind: TokenKind;
  /** The source as written; for `error` the message. */
  readonly text: string;
  /** What decides the token: lower case for words, the sign for signs. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const WORD_OPERATORS = new Set(['and', 'or', 'unless', 'atan2']);
const AGGREGATOR_WORDS: ReadonlySet<string> = new Set(AGGREGATORS);
const KEYWORDS = new Set([
  'offset',
  'smoothed',
  'anchored',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
]);
/** Keywords only where a parenthesis follows, so that metrics may have these names. */
const FILL = new Set(['fill', 'fill_left', 'fill_right']);
const PREPROCESSORS = new Set(['start', 'end', 'step', 'range', 'min_of', 'max_of']);

const isSpace = (c: string): boolean => c === ' ' || c === '\t' || c === '\n' || c === '\r';
const isDigit = (c: string): boolean => c >= '0' && c <= '9' && c.length === 1;
const isAlpha = (c: string): boolean => c === '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
const isAlphaNumeric = (c: string): boolean => isAlpha(c) || isDigit(c);

// Without a digit it is a number that has no value, as in Prometheus.
const HEX = /0[xX](?:_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)?/y;
const DECIMAL = /(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?/y;
const DURATION = /\d+(?:[smhdwy]s?)(?:\d+[smhdw]s?)*/y;

/** The tokens of a query, ending with `eof` or, where the text is no token, with `error`. Comments are left out. */
export function lex(input: string): readonly Token[] {
  return new Lexer(input).run();
}

class Lexer {
  readonly #tokens: Token[] = [];
  #pos = 0;
  #parens = 0;
  #inBraces = false;
  #inBrackets = false;
  /** Where in brackets: before the first token, or after it. */
  #bracketTokens = 0;
  #gotColon = false;

  constructor(readonly input: string) {}

  run(): readonly Token[] {
    while (this.#step());
    return this.#tokens;
  }

  /** The code point at the cursor; empty at the end. */
  #peek(ahead = 0): string {
    const code = this.input.codePointAt(this.#pos + ahead);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  #emit(kind: TokenKind, length: number, type?: string): true {
    const start = this.#pos;
    const text = this.input.slice(start, start + length);
    this.#pos += length;
    if (this.#inBrackets) this.#bracketTokens++;
    this.#tokens.push({ kind, text, type: type ?? text, start, end: this.#pos });
    return true;
  }

  #fail(message: string, start = this.#pos): false {
    this.#tokens.push({ kind: 'error', text: message, type: 'error', start, end: this.input.length });
    return false;
  }

  /** Reads one token; false after the last. */
  #step(): boolean {
    while (isSpace(this.#peek()) || this.#peek() === '#') {
      if (this.#peek() !== '#') this.#pos++;
      else while (this.#pos < this.input.length && !'\r\n'.includes(this.input[this.#pos]!)) this.#pos++;
    }
    if (this.#inBraces) return this.#braces();
    if (this.#inBrackets) return this.#brackets();
    return this.#statement();
  }

  #statement(): boolean {
    const c = this.#peek();
    const next = this.#peek(1);
    switch (c) {
      case '':
        if (this.#parens !== 0) return this.#fail('unclosed left parenthesis');
        this.#emit('eof', 0);
        return false;
      case ',':
        return this.#emit('punctuation', 1);
      case '*':
      case '/':
      case '%':
      case '+':
      case '-':
      case '^':
      case '@':
        return this.#emit('operator', 1);
      case '=':
        if (next === '=') return this.#emit('operator', 2);
        if (next === '~') return this.#fail(`unexpected character after '=': ${goQuoteChar(next)}`);
        return this.#emit('punctuation', 1);
      case '!':
        if (next === '=') return this.#emit('operator', 2);
        return this.#fail(`unexpected character after '!': ${goQuoteChar(next)}`);
      case '<':
      case '>':
        return this.#emit('operator', next === '=' || next === '/' ? 2 : 1);
      case '(':
      case ')':
        return this.#paren(c);
      case '{':
        this.#inBraces = true;
        return this.#emit('punctuation', 1);
      case '[':
        this.#emit('punctuation', 1);
        this.#inBrackets = true;
        this.#bracketTokens = 0;
        this.#gotColon = false;
        return true;
      case ']':
        return this.#fail(`unexpected right bracket ${goQuoteChar(c)}`);
      case '"':
      case "'":
      case '`':
        return this.#string(c);
    }
    if (isDigit(c) || (c === '.' && isDigit(next))) return this.#number();
    if (isAlpha(c) || c === ':') return this.#word();
    return this.#fail(`unexpected character: ${goQuoteChar(c)}`);
  }

  #paren(c: string): boolean {
    this.#parens += c === '(' ? 1 : -1;
    if (this.#parens < 0) return this.#fail(`unexpected right parenthesis ${goQuoteChar(c)}`, this.#pos + 1);
    return this.#emit('punctuation', 1);
  }

  #braces(): boolean {
    const c = this.#peek();
    const next = this.#peek(1);
    if (isAlpha(c)) {
      let length = 1;
      while (isAlphaNumeric(this.#peek(length))) length++;
      return this.#emit('identifier', length);
    }
    switch (c) {
      case '':
        return this.#fail('unexpected end of input inside braces');
      case ',':
        return this.#emit('punctuation', 1);
      case '=':
        return next === '~' ? this.#emit('operator', 2) : this.#emit('punctuation', 1);
      case '!':
        if (next === '~' || next === '=') return this.#emit('operator', 2);
        return this.#fail(`unexpected character after '!' inside braces: ${goQuoteChar(next)}`);
      case '"':
      case "'":
      case '`':
        return this.#string(c);
      case '{':
        return this.#fail(`unexpected left brace ${goQuoteChar(c)}`);
      case '}':
        this.#inBraces = false;
        return this.#emit('punctuation', 1);
      default:
        return this.#fail(`unexpected character inside braces: ${goQuoteChar(c)}`);
    }
  }

  #brackets(): boolean {
    const c = this.#peek();
    if (c === ']') {
      this.#inBrackets = false;
      return this.#emit('punctuation', 1);
    }
    if (isDigit(c) || (c === '.' && isDigit(this.#peek(1)))) return this.#number();
    switch (c) {
      case '':
        return this.#bracketTokens === 0
          ? this.#fail('unexpected end of input in duration expression')
          : this.#fail(this.#parens !== 0 ? 'unclosed left parenthesis' : 'unclosed left bracket');
      case ':':
        if (this.#bracketTokens === 0) return this.#fail('unexpected colon before duration in duration expression');
        if (this.#gotColon) return this.#fail(`unexpected colon ${goQuoteChar(c)}`);
        this.#gotColon = true;
        return this.#emit('punctuation', 1);
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
      case '^':
        return this.#emit('operator', 1);
      case ',':
        return this.#emit('punctuation', 1);
      case '(':
      case ')':
        return this.#paren(c);
      case '[':
        return this.#fail(`unexpected left bracket ${goQuoteChar(c)}`);
    }
    const word = /(?:step|range|min_of|max_of)(?![A-Za-z_0-9])/iy;
    word.lastIndex = this.#pos;
    const match = word.exec(this.input);
    if (match) return this.#emit('preprocessor', match[0].length, match[0].toLowerCase());
    if (this.#bracketTokens === 0) return this.#fail(`unexpected character in duration expression: ${goQuoteChar(c)}`);
    if (isAlpha(c)) return this.#fail(`unexpected character: ${goQuoteChar(c)}, expected ':'`);
    return this.#fail(`unexpected character: ${goQuoteChar(c)}`);
  }

  #number(): boolean {
    for (const [pattern, kind] of [
      [HEX, 'number'],
      [DECIMAL, 'number'],
      [DURATION, 'duration'],
    ] as const) {
      pattern.lastIndex = this.#pos;
      const match = pattern.exec(this.input);
      if (match === null) continue;
      const after = this.#peek(match[0].length);
      if (isAlphaNumeric(after) || (kind === 'number' && after === '.')) continue;
      return this.#emit(kind, match[0].length);
    }
    const read = this.input.slice(this.#pos, endOfBadNumber(this.input, this.#pos));
    return this.#fail(`bad number or duration syntax: ${goQuote(read)}`);
  }

  #word(): boolean {
    let length = 0;
    while (isAlphaNumeric(this.#peek(length)) || this.#peek(length) === ':') length++;
    const text = this.input.slice(this.#pos, this.#pos + length);
    const word = text.toLowerCase();
    if (word === 'inf' || word === 'nan') return this.#emit('number', length);
    if (WORD_OPERATORS.has(word)) return this.#emit('operator', length, word);
    if (AGGREGATOR_WORDS.has(word)) return this.#emit('aggregator', length, word);
    if (KEYWORDS.has(word)) return this.#emit('keyword', length, word);
    if (PREPROCESSORS.has(word)) return this.#emit('preprocessor', length, word);
    if (FILL.has(word)) {
      let after = this.#pos + length;
      while (after < this.input.length && isSpace(this.input[after]!)) after++;
      if (this.input[after] === '(') return this.#emit('keyword', length, word);
    }
    return this.#emit(text.includes(':') ? 'metric-identifier' : 'identifier', length, text);
  }

  #string(quote: string): boolean {
    let at = this.#pos + 1;
    if (quote === '`') {
      at = this.input.indexOf('`', at);
      if (at < 0) return this.#fail('unterminated raw string');
      return this.#emit('string', at + 1 - this.#pos);
    }
    for (;;) {
      const c = this.input[at];
      if (c === undefined || c === '\n') return this.#fail('unterminated quoted string');
      if (c === quote) return this.#emit('string', at + 1 - this.#pos);
      if (c !== '\\') {
        at++;
        continue;
      }
      const escape = escapeLength(this.input, at + 1, quote);
      if (typeof escape === 'string') return this.#fail(escape);
      at += 1 + escape;
    }
  }
}

/**
 * Where Prometheus' lexer stands when it gives up on a number that is none and no duration either: its message quotes
 * what it has read by then.
 */
function endOfBadNumber(input: string, start: number): number {
  let pos = start;
  const accept = (pattern: RegExp): boolean => {
    const found = pattern.test(input.charAt(pos));
    if (found) pos++;
    return found;
  };
  const isHex = /^0[xX]/.test(input.slice(start, start + 2));
  if (isHex) pos += 2;
  const digit = isHex ? /[0-9a-fA-F]/ : /\d/;
  let dots = 0;
  let exponents = 0;
  for (;;) {
    if (accept(digit)) continue;
    if (accept(/\./)) {
      if (dots++ > 0 || isHex || accept(/[_.]/)) break;
    } else if (accept(/[eE]/)) {
      if (exponents++ > 0) break;
      accept(/[+-]/);
      if (accept(/[._eE]/) || pos === input.length) break;
    } else if (accept(/_/)) {
      if (accept(/[._eE]/) || pos === input.length) break;
    } else break;
  }
  // Perhaps the digits of a duration.
  if (!accept(/[smhdwy]/)) return pos;
  accept(/s/);
  while (accept(/\d/)) {
    while (accept(/\d/));
    // Years come first or not at all.
    if (!accept(/[smhdw]/)) return pos;
    accept(/s/);
  }
  return Math.min(pos + 1, input.length);
}

/** Digits and base of the numeric escapes, and the greatest code they may give. */
const NUMERIC_ESCAPES: Readonly<Record<string, readonly [digits: number, base: number, max: number]>> = {
  x: [2, 16, 255],
  u: [4, 16, 0x10ffff],
  U: [8, 16, 0x10ffff],
};

/** Length of the escape that starts after a backslash, or what is wrong with it. */
function escapeLength(input: string, at: number, quote: string): number | string {
  const code = input.codePointAt(at);
  if (code === undefined) return 'escape sequence not terminated';
  const c = String.fromCodePoint(code);
  if ('abfnrtv\\'.includes(c) || c === quote) return 1;
  const numeric = NUMERIC_ESCAPES[c] ?? (c >= '0' && c <= '7' ? ([3, 8, 255] as const) : undefined);
  if (numeric === undefined) return `unknown escape sequence ${unicodeName(code)}`;
  const [digits, base, max] = numeric;
  const from = base === 8 ? at : at + 1;
  let value = 0;
  for (let i = 0; i < digits; i++) {
    const digitCode = input.codePointAt(from + i);
    if (digitCode === undefined) return 'escape sequence not terminated';
    const digit = parseInt(String.fromCodePoint(digitCode), base);
    if (Number.isNaN(digit)) return `illegal character ${unicodeName(digitCode)} in escape sequence`;
    value = value * base + digit;
  }
  if (value > max || (value >= 0xd800 && value < 0xe000)) return 'escape sequence is an invalid Unicode code point';
  return from - at + digits;
}

/** Go's `%#U`: `U+0041 'A'`. */
const unicodeName = (code: number): string =>
  `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(code)}'`;

/** How Prometheus names a token in "unexpected ..." messages. */
export function describe(token: Token): string {
  switch (token.kind) {
    case 'eof':
      return 'end of input';
    case 'operator':
      return `<op:${token.text}>`;
    case 'aggregator':
      return `<aggr:${token.text}>`;
    case 'keyword':
      return `<${token.text}>`;
    case 'identifier':
      return `identifier ${goQuote(token.text)}`;
    case 'metric-identifier':
      return `metric identifier ${goQuote(token.text)}`;
    case 'string':
    case 'number':
    case 'duration':
      return `${token.kind} ${shortened(token.text)}`;
    case 'preprocessor':
    case 'punctuation':
    case 'error':
      return shortened(token.text);
  }
}

/** Ten characters and an ellipsis of what is longer. */
function shortened(text: string): string {
  const characters = [...text];
  return characters.length > 10 ? `${goQuote(characters.slice(0, 10).join(''))}...` : goQuote(text);
}
