import { goStringEnd, type SourceRange } from '../../lang/index.js';

export type TokenKind =
  /** A label or function name. */
  | 'IDENTIFIER'
  | 'STRING'
  | 'NUMBER'
  /** A reserved word, in any case; `text` is lower case. */
  | 'keyword'
  | 'operator'
  /** A character that starts no token. */
  | '$unk'
  /** A string that is not closed. */
  | 'unterminated'
  | '$end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly range: SourceRange;
}

/** Words that cannot be label names (pkg/logql/syntax/lex.go, `tokens`). */
const KEYWORDS = new Set(
  (
    'by without bool offset on ignoring group_left group_right unwrap json logfmt regexp pattern unpack decolorize ' +
    'line_format label_format drop keep and or unless ip'
  ).split(' '),
);

/** Longest first. */
const OPERATORS = ['|=', '|~', '|>', '!=', '!~', '!>', '=~', '==', '>=', '<=', ...'{}()[],|=<>+-*/%^@:'];

const NAME = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)[A-Za-z0-9_.]*/y;
const BLANK = /(?:[ \t\r\n]|#[^\n]*)+/y;

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
    at = matchAt(BLANK, source, token.range.end);
  }
  tokens.push({ kind: '$end', text: '', range: { start: source.length, end: source.length } });
  return tokens;
}

function tokenAt(source: string, start: number): Token {
  const token = (kind: TokenKind, end: number, text = source.slice(start, end)): Token => ({
    kind,
    text,
    range: { start, end },
  });
  const c = source[start]!;
  if (c === '"' || c === '`') {
    const end = goStringEnd(source, start);
    return end === undefined ? token('unterminated', source.length) : token('STRING', end);
  }
  const nameEnd = matchAt(NAME, source, start);
  if (nameEnd > start) {
    const word = source.slice(start, nameEnd).toLowerCase();
    return KEYWORDS.has(word) ? token('keyword', nameEnd, word) : token('IDENTIFIER', nameEnd);
  }
  const numberEnd = matchAt(NUMBER, source, start);
  if (numberEnd > start) return token('NUMBER', numberEnd);
  const operator = OPERATORS.find((o) => source.startsWith(o, start));
  return operator === undefined ? token('$unk', start + 1) : token('operator', start + operator.length);
}
