import { err, ok, type Result } from '@bongsu/model';
import type { Field, Query, Stage, SyntaxFault } from './ast.js';
import { Cursor, MAX_CONDITIONS, Refused } from './cursor.js';
import { placedText } from './error-text.js';
import { lex } from './lex.js';
import { fieldOf } from './parse-field.js';
import { parseHints } from './parse-metrics.js';
import { parsePipeline } from './parse-pipeline.js';
import { tempoRefusal } from './refusal.js';

export { MAX_CONDITIONS };

/** Tempo's bound on the text of a query, in bytes. */
export const MAX_QUERY_BYTES = 128 * 1024;

const encoder = new TextEncoder();

/** Parses a query. Says nothing about its meaning: see `checkQuery`. */
export function parseQuery(text: string): Result<Query, SyntaxFault> {
  const bytes = encoder.encode(text).length;
  if (bytes > MAX_QUERY_BYTES) {
    const message = `query of ${bytes} bytes exceeds the limit of ${MAX_QUERY_BYTES} bytes`;
    return err({ kind: 'check', message, range: { start: 0, end: text.length } });
  }
  const cursor = new Cursor(lex(text));
  const query = readQuery(cursor);
  // What is not an extension is Tempo's language to the letter, and so is what it says of the rest.
  if (cursor.extended || (!query.ok && query.error.kind !== 'parse')) return query;
  const refused = tempoRefusal(text);
  return refused ? err({ kind: 'parse', ...refused }) : query;
}

function readQuery(cursor: Cursor): Result<Query, SyntaxFault> {
  try {
    return ok(wholeQuery(cursor));
  } catch (error) {
    if (error instanceof Refused) return err(error.fault);
    throw error;
  }
}

/** Reads a field as `tag values` names it: an intrinsic, `.x`, `span.x`, `event.x` and so on. */
export function parseField(text: string): Field | undefined {
  const [token, end] = lex(text);
  const whole = token !== undefined && end?.kind === '$end' && token.text === text;
  const field = whole ? fieldOf(token) : undefined;
  const known = field?.kind === 'intrinsic' ? field.name !== 'parent' : !field?.parent;
  return known ? field : undefined;
}

/** What Tempo says of a text that `parseField` does not take: it reads `{text}` and looks for a field alone in it. */
export function whyNoField(text: string): string {
  const query = `{${text}}`;
  const refused = tempoRefusal(query);
  if (refused) return placedText(query, { kind: 'parse', ...refused });
  const parsed = parseQuery(query);
  const stage = parsed.ok && parsed.value.kind === 'search' ? parsed.value.stages[0] : undefined;
  if (stage?.kind !== 'filter') return 'expected one filter';
  const { kind } = stage.expr;
  if (kind === 'binary') return 'expected Attribute but got *traceql.BinaryOperation';
  if (kind === 'unary' || kind === 'static') {
    return `expected Attribute but got traceql.${kind === 'unary' ? 'UnaryOperation' : 'Static'}`;
  }
  return 'parent not yet supported';
}

function wholeQuery(cursor: Cursor): Query {
  const { start } = cursor.token.range;
  const part = parsePipeline(cursor);
  // A scalar alone answers nothing.
  if (part.sort === 'scalar' || part.sort === 'scalar-pipeline') cursor.unexpected();
  const hints = parseHints(cursor);
  if (cursor.token.kind !== '$end') cursor.unexpected();
  const range = { start, end: cursor.before };
  if (part.sort === 'metrics') {
    if (part.metrics.kind === 'scalar') cursor.unexpected();
    return { kind: 'metrics-query', expr: part.metrics, hints, range };
  }
  const stage: Stage = part.sort === 'stage' ? part.stage : part.spanset;
  // The outermost pipeline stands without parentheses.
  return { kind: 'search', stages: stage.kind === 'pipeline' ? stage.stages : [stage], hints, range };
}
