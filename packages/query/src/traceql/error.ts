import { err, ok, type Result } from '@bongsu/model';
import type { QueryFailure, SourceRange } from '../lang/index.js';
import { checkQuery, faultText, parseQuery, type Query, type SyntaxFault } from './syntax/index.js';

/** Why a trace request has no answer. `parse` and `unsupported` are the client's; the others as `QueryFailure`. */
export interface TraceqlError {
  readonly kind: 'parse' | 'unsupported' | QueryFailure['kind'];
  /** Complete, as an API shows it. */
  readonly message: string;
  /** Where in the query's text. */
  readonly range?: SourceRange;
}

export function refused(text: string, fault: SyntaxFault): Result<never, TraceqlError> {
  const kind = fault.kind === 'unsupported' ? 'unsupported' : 'parse';
  return err({ kind, message: faultText(text, fault), range: fault.range });
}

/** A query that parses and has a meaning. */
function understood(text: string): Result<Query, TraceqlError> {
  const parsed = parseQuery(text);
  if (!parsed.ok) return refused(text, parsed.error);
  const fault = checkQuery(parsed.value);
  return fault ? refused(text, fault) : parsed;
}

export function understoodSearch(text: string): Result<Extract<Query, { kind: 'search' }>, TraceqlError> {
  const query = understood(text);
  if (!query.ok) return query;
  if (query.value.kind === 'search') return ok(query.value);
  const message = 'invalid TraceQL query: a metrics query has series for an answer: ask /api/metrics/query_range';
  return err({ kind: 'parse', message, range: query.value.range });
}

export function understoodMetrics(text: string): Result<Extract<Query, { kind: 'metrics-query' }>, TraceqlError> {
  const query = understood(text);
  if (!query.ok) return query;
  if (query.value.kind === 'metrics-query') return ok(query.value);
  const message = 'invalid TraceQL query: a metrics query needs a function such as rate() at its end';
  return err({ kind: 'parse', message, range: query.value.range });
}
