import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export type DashboardsSearch = RangeSearch;

export function validateDashboardsSearch(raw: Readonly<Record<string, unknown>>): DashboardsSearch {
  return validateRangeSearch(raw);
}
