import { goStringEnd, type SourceRange } from '../../lang/index.js';

export type TokenKind =
  /** `.x`, `span.x`, `resource."a b"`: `text` is as written. */
  | 'ATTRIBUTE'
  /** An intrinsic, keyword or function name. */
  | 'IDENTIFIER'
  | 'STRING'
  | 'INTEGER'
  | 'FLOAT'
  | 'DURATION'
  | 'operator'
  | '$unk'
  | 'unterminated'
  | '$end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly range: SourceRange;
}

/** Longest first. */
const OPERATORS = [
  ...['&>>', '&<<', '!>>', '!<<'],
  ...['&&', '||', '=~', '!~', '!=', '<=', '>=', '>>', '<<', '&>', '&<', '&~', '!>', '!<'],
  ...'{}(),=<>!~|+-*/%^',
];

const SCOPE = /(?:(?:span|resource|event|link|instrumentation|parent)\.|\.(?!\d))/y;
/** Runes of an attribute's name (pkg/traceql/lexer.go): all but blanks and the characters of operators. */
const NAME_RUN = /[^\s{}()=~!<>&|^,"]+/y;
/** Blanks may stand behind the colon of a scope, which is a token of its own to Tempo. */
const WORD = /[A-Za-z_][A-Za-z0-9_]*(?::\s*[A-Za-z_][A-Za-z0-9_]*)?/y;
const DURATION = /(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|[smhdwy]))+(?![A-Za-z0-9_.µμ])/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![A-Za-z0-9_.µμ])/y;
const BLANK = /(?:\s|\/\/[^\n]*)+/y;

function matchAt(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : at;
}

/** The tokens of `source`, an `$end` token last. Never fails: what is no token becomes one that no rule takes. */
export function lex(source: string): Token[] {
  const tokens: Token[] = [];
  let at = blankEnd(source, 0);
  while (at < source.length) {
    const token = tokenAt(source, at);
    tokens.push(token);
    at = blankEnd(source, token.range.end);
  }
  tokens.push({ kind: '$end', text: '', range: { start: source.length, end: source.length } });
  return tokens;
}

/** The end of blanks and comments. A comment that is not closed is left for `tokenAt`. */
function blankEnd(source: string, from: number): number {
  let at = from;
  for (;;) {
    at = matchAt(BLANK, source, at);
    const close = source.startsWith('/*', at) ? source.indexOf('*/', at + 2) : -1;
    if (close < 0) return at;
    at = close + 2;
  }
}

function tokenAt(source: string, start: number): Token {
  const token = (kind: TokenKind, end: number): Token => ({
    kind,
    text: source.slice(start, end),
    range: { start, end },
  });
  const c = source[start]!;
  if (c === '"' || c === '`') {
    const end = goStringEnd(source, start);
    return end === undefined ? token('unterminated', source.length) : token('STRING', end);
  }
  if (source.startsWith('/*', start)) return token('unterminated', source.length);
  const scopeEnd = matchAt(SCOPE, source, start);
  if (scopeEnd > start) {
    const end = attributeEnd(source, scopeEnd);
    return end === undefined ? token('unterminated', source.length) : token(end > scopeEnd ? 'ATTRIBUTE' : '$unk', end);
  }
  const wordEnd = matchAt(WORD, source, start);
  if (wordEnd > start) {
    const word = token('IDENTIFIER', wordEnd);
    return { ...word, text: word.text.replace(/\s+/, '') };
  }
  const durationEnd = matchAt(DURATION, source, start);
  if (durationEnd > start) return token('DURATION', durationEnd);
  const numberEnd = matchAt(NUMBER, source, start);
  if (numberEnd > start) return token(/^\d+$/.test(source.slice(start, numberEnd)) ? 'INTEGER' : 'FLOAT', numberEnd);
  const operator = OPERATORS.find((o) => source.startsWith(o, start));
  return operator === undefined ? token('$unk', start + 1) : token('operator', start + operator.length);
}

/** The end of an attribute's name, a sequence of plain runs and quoted parts; `undefined` for an open quote. */
function attributeEnd(source: string, from: number): number | undefined {
  let at = from;
  for (;;) {
    const next = source[at] === '"' ? goStringEnd(source, at) : matchAt(NAME_RUN, source, at);
    if (next === undefined) return undefined;
    if (next === at) return at;
    at = next;
  }
}
