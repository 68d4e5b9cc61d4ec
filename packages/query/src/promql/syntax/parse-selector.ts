import { durationMs } from '@bongsu/model';
import { compileAnchored, type Matcher, type MatchOp } from '../../lang/index.js';
import type { VectorSelector } from './ast.js';
import type { Token } from './lex.js';
import { goQuote, unquote } from './quote.js';
import { type TokenStream } from './token-stream.js';

const MATCH_OPS: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~']);

export const METRIC_NAME = '__name__';

/** A selector of a metric's name, with or without braces, or of braces alone. */
export function parseVectorSelector(tokens: TokenStream): VectorSelector {
  const { start } = tokens.next;
  const name = tokens.is('{') ? undefined : tokens.take().text;
  const matchers = tokens.is('{') ? parseBraces(tokens) : [];
  if (name === undefined) {
    return { kind: 'vector', matchers, offset: durationMs(0), pos: { start, end: tokens.end } };
  }
  matchers.push({ name: METRIC_NAME, op: '=', value: name });
  return { kind: 'vector', name, matchers, offset: durationMs(0), pos: { start, end: tokens.end } };
}

function parseBraces(tokens: TokenStream): Matcher[] {
  tokens.expect('{');
  const matchers: Matcher[] = [];
  while (!tokens.accept('}')) {
    matchers.push(parseMatcher(tokens));
    if (!tokens.is('}') && !tokens.accept(',')) tokens.unexpected('label matching', '"," or "}"');
  }
  return matchers;
}

function parseMatcher(tokens: TokenStream): Matcher {
  const { next } = tokens;
  if (next.kind !== 'identifier' && next.kind !== 'string') {
    return tokens.unexpected('label matching', 'identifier or "}"');
  }
  const label = tokens.take();
  const name = label.kind === 'string' ? unquote(label.text) : label.text;
  const op = tokens.next;
  if (!MATCH_OPS.has(op.text) || op.kind === 'string') {
    if (label.kind === 'string' && (tokens.is(',') || tokens.is('}'))) {
      return { name: METRIC_NAME, op: '=', value: name };
    }
    return label.kind === 'string'
      ? tokens.unexpected('label matching', '"," or "}"')
      : tokens.unexpected('label matching', 'label matching operator');
  }
  tokens.take();
  if (tokens.next.kind !== 'string') return tokens.unexpected('label matching', 'string');
  const value = tokens.take();
  return checkedMatcher(tokens, label, { name, op: op.text as MatchOp, value: unquote(value.text) });
}

function checkedMatcher(tokens: TokenStream, label: Token, matcher: Matcher): Matcher {
  if (matcher.op !== '=~' && matcher.op !== '!~') return matcher;
  const pattern = compileAnchored(matcher.value);
  if (!pattern.ok) tokens.fail(pattern.error, { start: label.start, end: tokens.end });
  return matcher;
}

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A quoted label name: any text but none. U+FFFD stands for bytes that were not UTF-8. */
export const isUtf8Name = (name: string): boolean => name !== '' && !name.includes('\ufffd');
/** A label name that needs no quotes. */
export const isPlainLabel = (name: string): boolean => LABEL_NAME.test(name);

/** `(a, b)` after `by`, `on` and their like. Words are labels here, most keywords too. */
export function parseGrouping(tokens: TokenStream): readonly string[] {
  tokens.expect('(', 'grouping opts', '"("');
  const labels: string[] = [];
  while (!tokens.accept(')')) {
    labels.push(parseGroupingLabel(tokens));
    if (!tokens.is(')') && !tokens.accept(',')) tokens.unexpected('grouping opts', '"," or ")"');
  }
  return labels;
}

function parseGroupingLabel(tokens: TokenStream): string {
  const { next } = tokens;
  if (next.kind === 'string') {
    const name = unquote(next.text);
    if (!isUtf8Name(name)) {
      const { start, end } = next;
      return tokens.fail(`invalid label name for grouping: ${goQuote(name)}`, { start, end });
    }
    tokens.take();
    return name;
  }
  // Operators that are words (`and`, `atan2`) are labels; signs, numbers and, as in Prometheus, `without` are not.
  const isWord = next.kind === 'metric-identifier' || isPlainLabel(next.text);
  if (!isWord || next.kind === 'number' || next.kind === 'duration' || next.type === 'without') {
    return tokens.unexpected('grouping opts', 'label');
  }
  return tokens.take().text;
}
