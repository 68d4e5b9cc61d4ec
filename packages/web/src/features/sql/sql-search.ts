import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export interface SqlSearch extends RangeSearch {
  /** The statement that was run. */
  readonly q?: string;
}

export function validateSqlSearch(raw: Readonly<Record<string, unknown>>): SqlSearch {
  const { q } = raw;
  return { ...validateRangeSearch(raw), ...(typeof q === 'string' && q.trim() !== '' ? { q } : {}) };
}
