import type { MatchOp } from '../../lang/index.js';
import type { Selector, SelectorMatcher } from './ast.js';
import type { TokenStream } from './token-stream.js';

export const MATCH_OPS: ReadonlySet<string> = new Set(['=', '=~', '!~', '!=']);

/** `{app="x", level!="debug"}`; empty for endpoints that take everything. */
export function parseSelector(tokens: TokenStream, expecting = ''): Selector {
  const { start } = tokens.next.range;
  tokens.expect('{', expecting);
  const matchers: SelectorMatcher[] = [];
  if (!tokens.accept('operator', '}')) {
    matchers.push(parseMatcher(tokens, 'IDENTIFIER or }'));
    while (tokens.accept('operator', ',')) matchers.push(parseMatcher(tokens, 'IDENTIFIER'));
    tokens.expect('}', '} or ,');
  }
  return { kind: 'selector', matchers, range: { start, end: tokens.end } };
}

function parseMatcher(tokens: TokenStream, expecting: string): SelectorMatcher {
  const { start } = tokens.next.range;
  const name = parseOtelName(tokens) ?? { name: tokens.expectKind('IDENTIFIER', expecting).text };
  const op = parseMatchOp(tokens);
  const value = tokens.string();
  return { ...name, op, value, range: { start, end: tokens.end } };
}

/** Takes `=`, `=~`, `!~` or `!=`. */
function parseMatchOp(tokens: TokenStream): MatchOp {
  const { kind, text } = tokens.next;
  if (kind !== 'operator' || !MATCH_OPS.has(text)) tokens.unexpected('= or =~ or !~ or !=');
  tokens.take();
  return text as MatchOp;
}

const DOTTED = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+(?=\s*(?:=(?!=)|!=|!~))/y;
const QUOTED = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/;

/**
 * Extension: an attribute's OpenTelemetry name, `service.name` or `"service.name"`, which Loki refuses. It is read as
 * the label that Loki makes of it, `service_name`. In quotes a name may be a keyword, too. Where no operator follows it
 * is what it is to Loki, for the sake of the message.
 */
function parseOtelName(tokens: TokenStream): { name: string; dotted?: string } | undefined {
  const { next } = tokens;
  let written: string | undefined;
  if (next.kind === 'STRING') {
    if (!QUOTED.test(next.value) || !MATCH_OPS.has(tokens.afterNext.text)) return undefined;
    written = next.value;
    tokens.take();
  } else {
    DOTTED.lastIndex = next.range.start;
    written = DOTTED.exec(tokens.source)?.[0];
    if (written === undefined || (next.kind !== 'IDENTIFIER' && next.kind !== 'keyword')) return undefined;
    tokens.skipTo(DOTTED.lastIndex);
  }
  const name = written.replaceAll('.', '_');
  return name === written ? { name } : { name, dotted: written };
}
