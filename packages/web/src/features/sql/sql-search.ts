import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export type SqlSearch = RangeSearch;

export function validateSqlSearch(raw: Readonly<Record<string, unknown>>): SqlSearch {
  return validateRangeSearch(raw);
}
