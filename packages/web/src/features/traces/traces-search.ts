import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export type TracesSearch = RangeSearch;

export function validateTracesSearch(raw: Readonly<Record<string, unknown>>): TracesSearch {
  return validateRangeSearch(raw);
}
