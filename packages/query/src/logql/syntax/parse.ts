import { err, ok, type Result } from '@bongsu/model';
import type { Query, Selector, SyntaxFault } from './ast.js';
import { lex } from './lex.js';
import { parseExpression } from './parse-metric.js';
import { Refused, TokenStream } from './token-stream.js';

/** Loki's bound on the text of a query, in bytes (pkg/logql/syntax/parser.go). */
export const MAX_QUERY_BYTES = 131_072;

/** Parses a query. Of its meaning it says only what the tree could not hold: see `checkQuery` for the rest. */
export function parseQuery(text: string): Result<Query, SyntaxFault> {
  const bytes = encoder.encode(text).length;
  if (bytes > MAX_QUERY_BYTES) {
    const message = `input size too long (${bytes} > ${MAX_QUERY_BYTES})`;
    return err({ kind: 'check', message, range: { start: 0, end: text.length } });
  }
  const tokens = new TokenStream(text, lex(text));
  try {
    const query = parseExpression(tokens);
    tokens.finish();
    return ok(query);
  } catch (error) {
    if (error instanceof Refused) return err(error.fault);
    throw error;
  }
}

/** Parses `{...}` alone, as `labels`, `series` and other endpoints take it. */
export function parseMatchers(text: string): Result<Selector, SyntaxFault> {
  const query = parseQuery(text);
  if (!query.ok) return query;
  if (query.value.kind !== 'log-query' || query.value.stages.length > 0) {
    return err({ kind: 'check', message: 'only label matchers are supported', range: query.value.range });
  }
  return ok(query.value.selector);
}

const encoder = new TextEncoder();
