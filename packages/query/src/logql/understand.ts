import { ok, type Result } from '@bongsu/model';
import { refused, type LogqlError } from './error.js';
import { checkQuery, parseQuery, warningsOf, type Query } from './syntax/index.js';

export interface Understood {
  readonly query: Query;
  /** What an answer should say about it. */
  readonly warnings: readonly string[];
}

/** Parses and checks a query. */
export function understand(text: string): Result<Understood, LogqlError> {
  const parsed = parseQuery(text);
  if (!parsed.ok) return refused(text, parsed.error);
  const fault = checkQuery(parsed.value);
  if (fault) return refused(text, fault);
  return ok({ query: parsed.value, warnings: warningsOf(parsed.value) });
}
