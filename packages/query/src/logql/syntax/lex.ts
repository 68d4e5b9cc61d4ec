import { durationNs, err, type DurationNs } from '@bongsu/model';
import { goStringEnd, parseDuration, separatesDigits, unquoteGoString, type SourceRange } from '../../lang/index.js';
import { parseByteSize, parseLiteralDuration } from './quantity.js';
import { FUNCTION_NAMES, KEYWORDS, OPERATORS } from './tokens.js';

interface Placed {
  /** As written; of keywords, functions and flags in lower case. */
  readonly text: string;
  readonly range: SourceRange;
}

export type Token = Placed &
  (
    | { readonly kind: 'IDENTIFIER' | 'NUMBER' | 'FUNCTION_FLAG' | 'keyword' | 'function' | 'operator' | '$end' }
    /** `value`: what the literal stands for. */
    | { readonly kind: 'STRING'; readonly value: string }
    /** `value` in ns; may be negative. */
    | { readonly kind: 'DURATION'; readonly value: number }
    /** `value` in bytes. */
    | { readonly kind: 'BYTES'; readonly value: number }
    /** `[5m]` */
    | { readonly kind: 'RANGE'; readonly value: DurationNs }
    /** Text that is no token, with the reason. */
    | { readonly kind: 'bad'; readonly message: string }
  );

export type TokenKind = Token['kind'];

/** A token as messages name it. */
export function tokenName({ kind, text }: Token): string {
  if (kind === 'function') return FUNCTION_NAMES[text]!;
  return kind === 'operator' || kind === 'keyword' ? text : kind;
}

/** Go's comments are white space too, because Loki scans with Go's scanner. */
const BLANK = /(?:[ \t\r\n]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const NAME = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const NUMBER =
  /0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|0[oObB][\d_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?[\d_]*)?/y;
/** What makes a function of the word before. */
const CALLS = /\s*(?:\(|(?:by|without)\s*\()/iy;
const FLAG = /--(?:strict|keep-empty)(?![A-Za-z-])/y;
/** What may stand between a number and the end of a duration or a size. No longer than anybody writes: looking is linear. */
const DURATION_TAIL = /[\d.nuµmshdwy]{1,64}(?![\d.nuµmshdwy])/y;
const BYTES_TAIL = /[\d.BikKMGTP]{1,64}(?![\d.BikKMGTP])/y;

function matchAt(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : at;
}

/** The tokens of `source`, an `$end` token last. Never fails: what is no token becomes one that no rule takes. */
export function lex(source: string): Token[] {
  const tokens: Token[] = [];
  let at = matchAt(BLANK, source, 0);
  while (at < source.length) {
    const token = tokenAt(source, at);
    tokens.push(token);
    // The parser reads nothing behind a bad token.
    if (token.kind === 'bad') return tokens;
    at = matchAt(BLANK, source, token.range.end);
  }
  tokens.push({ kind: '$end', text: '', range: { start: source.length, end: source.length } });
  return tokens;
}

function tokenAt(source: string, start: number): Token {
  const placed = (end: number): Placed => ({ text: source.slice(start, end), range: { start, end } });
  const bad = (message: string, end = source.length): Token => ({ kind: 'bad', message, ...placed(end) });
  const c = source[start]!;
  if (c === '"' || c === '`') return stringAt(source, start);
  if (c === "'") return characterAt(source, start);
  if (c === '[') return rangeAt(source, start);
  const nameEnd = matchAt(NAME, source, start);
  if (nameEnd > start) return wordAt(source, placed(nameEnd));
  const numberEnd = matchAt(NUMBER, source, start);
  if (numberEnd > start) {
    const number = placed(numberEnd);
    const fault = numberFault(number.text);
    if (fault !== undefined) return { kind: 'bad', message: fault, ...number };
    return quantityAt(source, start, numberEnd) ?? { kind: 'NUMBER', ...number };
  }
  if (c === '-') {
    const flagEnd = matchAt(FLAG, source, start);
    if (flagEnd > start) return { kind: 'FUNCTION_FLAG', ...placed(flagEnd) };
    const negative = durationAt(source, start, start + 1);
    if (negative) return negative;
  }
  if (source.startsWith('/*', start)) return bad('comment not terminated');
  if (c === '\0') return bad('invalid character NUL', start + 1);
  const operator = OPERATORS.find((o) => source.startsWith(o, start));
  if (operator !== undefined) return { kind: 'operator', ...placed(start + operator.length) };
  // Loki takes any other character for a name.
  return { kind: 'IDENTIFIER', ...placed(start + String.fromCodePoint(source.codePointAt(start)!).length) };
}

function wordAt(source: string, placed: Placed): Token {
  const word = placed.text.toLowerCase();
  if (Object.hasOwn(FUNCTION_NAMES, word)) {
    const { end } = placed.range;
    const called = matchAt(CALLS, source, end) > end;
    return called ? { kind: 'function', ...placed, text: word } : { kind: 'IDENTIFIER', ...placed };
  }
  return KEYWORDS.has(word) ? { kind: 'keyword', ...placed, text: word } : { kind: 'IDENTIFIER', ...placed };
}

function stringAt(source: string, start: number): Token {
  const end = goStringEnd(source, start);
  const range = { start, end: end ?? source.length };
  const text = source.slice(range.start, range.end);
  if (end === undefined) return { kind: 'bad', message: 'literal not terminated', text, range };
  // Go knows `\'` between single quotes only.
  const value = /^"(?:[^\\]|\\[^'])*$/s.test(text) || text[0] === '`' ? unquoteGoString(text) : err('invalid escape');
  if (value.ok) return { kind: 'STRING', value: value.value, text, range };
  // The scanner's words for an escape it does not know.
  const message = value.error.startsWith('invalid escape') ? 'invalid char escape' : value.error;
  return { kind: 'bad', message, text, range };
}

/** `'x'` is a name to Loki; no rule wants one there, and longer text in single quotes is nothing at all. */
function characterAt(source: string, start: number): Token {
  let end = start + 1;
  let characters = 0;
  while (end < source.length && source[end] !== "'" && source[end] !== '\n') {
    end += source[end] === '\\' ? 2 : String.fromCodePoint(source.codePointAt(end)!).length;
    characters++;
  }
  const closed = source[end] === "'";
  end = Math.min(end + 1, source.length);
  const text = source.slice(start, end);
  const range = { start, end };
  if (!closed) return { kind: 'bad', message: 'literal not terminated', text, range };
  return characters === 1
    ? { kind: 'IDENTIFIER', text, range }
    : { kind: 'bad', message: 'invalid char literal', text, range };
}

function rangeAt(source: string, start: number): Token {
  const close = source.indexOf(']', start);
  const range = { start, end: close < 0 ? source.length : close + 1 };
  const text = source.slice(range.start, range.end);
  if (close < 0) return { kind: 'bad', message: "missing closing ']' in duration", text, range };
  const length = parseDuration(text.slice(1, -1));
  if (!length.ok) return { kind: 'bad', message: length.error, text, range };
  return { kind: 'RANGE', value: durationNs(BigInt(length.value) * 1_000_000n), text, range };
}

/** A number with a unit, a duration before a size: `5m` is 5 minutes, `5M` 5 megabytes. */
function quantityAt(source: string, start: number, numberEnd: number): Token | undefined {
  const duration = durationAt(source, start, numberEnd);
  if (duration) return duration;
  const end = matchAt(BYTES_TAIL, source, numberEnd);
  if (end === numberEnd) return undefined;
  const text = source.slice(start, end);
  const value = parseByteSize(text);
  return value === undefined ? undefined : { kind: 'BYTES', value, text, range: { start, end } };
}

function durationAt(source: string, start: number, numberEnd: number): Token | undefined {
  const end = matchAt(DURATION_TAIL, source, numberEnd);
  if (end === numberEnd) return undefined;
  const text = source.slice(start, end);
  const value = parseLiteralDuration(text);
  return value === undefined ? undefined : { kind: 'DURATION', value, text, range: { start, end } };
}

/** What Go's scanner says of a number. */
function numberFault(text: string): string | undefined {
  if (/^0[xX](?![0-9a-fA-F_])/.test(text)) return 'hexadecimal literal has no digits';
  if (/[eEpP][+-]?$/.test(text) && !/^0[xX][^pP]*$/.test(text)) return 'exponent has no digits';
  if (/^0[xX][^pP]*\.[^pP]*$/.test(text)) return "hexadecimal mantissa requires a 'p' exponent";
  const [, base, beyond] = /^0([bB]?)[oO]?[\d_]*?([89]|(?<=^0[bB][01_]*)[2-7])[\d_]*$/.exec(text) ?? [];
  if (beyond !== undefined) return `invalid digit '${beyond}' in ${base === '' ? 'octal' : 'binary'} literal`;
  return text.includes('_') && !separatesDigits(text) ? "'_' must separate successive digits" : undefined;
}
