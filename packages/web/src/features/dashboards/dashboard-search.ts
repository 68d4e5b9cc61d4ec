import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export type DashboardSearch = RangeSearch;

export function validateDashboardSearch(raw: Readonly<Record<string, unknown>>): DashboardSearch {
  return validateRangeSearch(raw);
}
