import type { SourceRange } from '../../lang/index.js';
import { parseDurationNs } from './duration.js';
import { SCOPE_WORDS, TOKENS } from './tokens.js';

/** A token as Tempo's lexer gives it to its parser: an attribute is three of them, as is `trace:id` two. */
export interface RawToken {
  /** An operator or keyword by its text, else the class: `IDENTIFIER`, `STRING`, `END_ATTRIBUTE`, `$end` and so on. */
  readonly name: string;
  readonly text: string;
  readonly range: SourceRange;
  /** Where Tempo says that it stands: of an attribute, where its scope begins. */
  readonly at: number;
  /** Tempo's scanner forgets the line of what it joined rune by rune, and says 0. */
  readonly forgetsLine: boolean;
  /** What the lexer complains about; no token follows. */
  readonly fault?: string;
}

const WORD = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const NUMBER =
  /0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|0[bBoO][\d_]*|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eEpP][+-]?[\d_]*)?/y;
/** What may follow a number as a part of a duration. */
const DURATION_TAIL = /[\p{N}nsumhdwyµμ.]+/uy;
/** Runes of an attribute's name: all but blanks and the characters of operators. */
const NAME_RUN = /[^\s{}()=~!<>&|^,"]+/y;
const BLANK = /\s+/y;

const ATTRIBUTE_SCOPES = new Set(SCOPE_WORDS.map((scope) => `${scope}.`).concat('.'));
const END_OF_NAME = /[\s{}()=~!<>&|^,]/;

function endOf(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : at;
}

/** The tokens of `source`, `$end` or one with a fault last. */
export function scan(source: string): RawToken[] {
  const tokens: RawToken[] = [];
  let at = 0;
  for (;;) {
    const token = next(source, at);
    tokens.push(token);
    if (token.fault !== undefined || token.name === '$end') return tokens;
    at = token.range.end;
    if (ATTRIBUTE_SCOPES.has(token.name)) {
      const rest = attribute(source, token);
      tokens.push(...rest);
      const last = rest.at(-1)!;
      if (last.fault !== undefined) return tokens;
      at = last.range.end;
    }
  }
}

const faulty = (source: string, start: number, fault: string, end = source.length): RawToken => ({
  name: '$end',
  text: source.slice(start, end),
  range: { start, end },
  at: start,
  forgetsLine: false,
  fault,
});

function next(source: string, from: number): RawToken {
  let start = from;
  for (;;) {
    start = endOf(BLANK, source, start);
    if (source.startsWith('//', start)) {
      const line = source.indexOf('\n', start);
      start = line < 0 ? source.length : line;
    } else if (source.startsWith('/*', start)) {
      const close = source.indexOf('*/', start + 2);
      if (close < 0) return faulty(source, start, 'comment not terminated');
      start = close + 2;
    } else break;
  }
  const token = (name: string, end: number, forgetsLine = false): RawToken => ({
    name,
    text: source.slice(start, end),
    range: { start, end },
    at: start,
    forgetsLine,
  });
  if (start >= source.length) return token('$end', source.length);
  const c = source[start]!;
  if (c === '"' || c === '`' || c === "'") return quoted(source, start, token);
  const numberEnd = endOf(NUMBER, source, start);
  if (numberEnd > start) return number(source, start, numberEnd, token);
  const wordEnd = endOf(WORD, source, start);
  const first = wordEnd > start ? wordEnd : start + (source.codePointAt(start)! > 0xffff ? 2 : 1);
  // The longest of the tokens that begin with this one and grow by a character each.
  let end = first;
  while (end < source.length && TOKENS.has(source.slice(start, end + 1))) end++;
  const text = source.slice(start, end);
  return token(TOKENS.has(text) ? text : 'IDENTIFIER', end, end > first);
}

type Make = (name: string, end: number, forgetsLine?: boolean) => RawToken;

const ESCAPE = /\\(?:[abfnrtv\\]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3})/y;

/** A literal in any of Go's quotes. To Tempo the one of a character is a word that it does not know. */
function quoted(source: string, start: number, token: Make): RawToken {
  const quote = source[start]!;
  if (quote === '`') {
    const close = source.indexOf('`', start + 1);
    return close < 0 ? faulty(source, start, 'literal not terminated') : token('STRING', close + 1);
  }
  let characters = 0;
  let at = start + 1;
  while (source[at] !== quote) {
    if (at >= source.length || source[at] === '\n') return faulty(source, start, 'literal not terminated');
    if (source[at] === '\\') {
      const end = source[at + 1] === quote ? at + 2 : endOf(ESCAPE, source, at);
      if (end === at) return faulty(source, start, 'invalid char escape');
      at = end;
    } else at += source.codePointAt(at)! > 0xffff ? 2 : 1;
    characters++;
  }
  if (quote === '"') return token('STRING', at + 1);
  return characters === 1 ? token('IDENTIFIER', at + 1) : faulty(source, start, 'invalid char literal', at + 1);
}

function number(source: string, start: number, end: number, token: Make): RawToken {
  const text = source.slice(start, end);
  const tail = endOf(DURATION_TAIL, source, end);
  if (tail > end && parseDurationNs(source.slice(start, tail)).ok) return token('DURATION', tail, true);
  const integer = /^\d[\d_]*$|^0[xXbBoO][\da-fA-F_]*$/.test(text);
  const go = integer ? 'Atoi' : 'ParseFloat';
  if (/[eEpP][+-]?$/.test(text) && !/^0[xX][^pP]*$/.test(text))
    return faulty(source, start, 'exponent has no digits', end);
  if (!/^(?:\d+|(?:\d+\.\d*|\d*\.\d+|\d+)(?:[eE][+-]?\d+)?)$/.test(text)) {
    return faulty(source, start, `strconv.${go}: parsing "${text}": invalid syntax`, end);
  }
  const tooLarge = integer ? BigInt(text) >= 2n ** 63n : !Number.isFinite(Number(text));
  if (tooLarge) return faulty(source, start, `strconv.${go}: parsing "${text}": value out of range`, end);
  return token(integer ? 'INTEGER' : 'FLOAT', end);
}

/** What follows a scope: perhaps the second scope of `parent.span.`, the name, and a token for its end. */
function attribute(source: string, scope: RawToken): RawToken[] {
  let { end } = scope.range;
  const tokens: RawToken[] = [];
  let forgetsLine = scope.forgetsLine;
  const push = (name: string, to: number): void => {
    tokens.push({ name, text: source.slice(end, to), range: { start: end, end: to }, at: scope.at, forgetsLine });
    end = to;
  };
  const second = scope.name === 'parent.' && ['span.', 'resource.'].find((s) => source.startsWith(s, end));
  if (second) {
    forgetsLine = true;
    push(second, end + second.length);
  }
  const name = nameEnd(source, end);
  if (name.fault !== undefined) {
    return [...tokens, { ...faulty(source, end, name.fault, name.end), at: scope.at, forgetsLine: true }];
  }
  if (name.end > end) {
    forgetsLine = true;
    push('IDENTIFIER', name.end);
  }
  push('END_ATTRIBUTE', end);
  return tokens;
}

/** The end of an attribute's name, a sequence of plain runs and quoted parts. */
function nameEnd(source: string, from: number): { end: number; fault?: string } {
  let at = from;
  while (at < source.length && !END_OF_NAME.test(source[at]!)) {
    if (source[at] !== '"') {
      at = endOf(NAME_RUN, source, at);
      continue;
    }
    for (at++; source[at] !== '"'; at++) {
      if (at >= source.length) return { end: at, fault: 'unexpected EOF, expecting "' };
      if (source[at] === '\\' && !'\\"'.includes(source[++at] ?? ' '))
        return { end: at, fault: 'invalid escape sequence' };
    }
    at++;
  }
  return { end: at };
}
