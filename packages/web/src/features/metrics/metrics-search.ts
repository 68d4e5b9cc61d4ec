import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export type MetricsSearch = RangeSearch;

export function validateMetricsSearch(raw: Readonly<Record<string, unknown>>): MetricsSearch {
  return validateRangeSearch(raw);
}
