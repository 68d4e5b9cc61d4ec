import type { SQLNamespace } from '@codemirror/lang-sql';
import { type Extension } from '@codemirror/state';
import type { Scope } from './answers.js';

export type QueryLanguage = 'logql' | 'traceql' | 'promql' | 'sql';

export interface LanguageParts {
  /** Where completion looks. */
  readonly scope: () => Scope;
  /** Tables and their columns, for SQL. */
  readonly schema: SQLNamespace | undefined;
}

/** Each language is a chunk of its own. */
export async function loadLanguage(language: QueryLanguage, parts: LanguageParts): Promise<Extension> {
  switch (language) {
    case 'logql':
      return (await import('./logql.js')).logql(parts.scope);
    case 'traceql':
      return (await import('./traceql.js')).traceql(parts.scope);
    case 'promql':
      return (await import('./promql.js')).promql(parts.scope);
    case 'sql':
      return (await import('./sql.js')).sql(parts.schema);
  }
}
