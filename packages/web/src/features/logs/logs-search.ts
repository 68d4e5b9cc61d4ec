import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export type LogsSearch = RangeSearch;

export function validateLogsSearch(raw: Readonly<Record<string, unknown>>): LogsSearch {
  return validateRangeSearch(raw);
}
