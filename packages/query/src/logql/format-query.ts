import { ok, type Result } from '@bongsu/model';
import type { LogqlError } from './error.js';
import { prettify } from './syntax/index.js';
import { understand } from './understand.js';

/** A query as Loki's `format_query` lays it out. */
export function formatQuery(text: string): Result<string, LogqlError> {
  const understood = understand(text);
  return understood.ok ? ok(prettify(understood.value.query)) : understood;
}
