import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export type MapSearch = RangeSearch;

export function validateMapSearch(raw: Readonly<Record<string, unknown>>): MapSearch {
  return validateRangeSearch(raw);
}
