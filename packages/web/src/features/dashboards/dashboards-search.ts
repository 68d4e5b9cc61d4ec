import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

/** The URL of the list of dashboards. */
export interface DashboardsSearch extends RangeSearch {
  /** Text in the title, a tag or the folder. */
  readonly q?: string;
}

export function validateDashboardsSearch(raw: Readonly<Record<string, unknown>>): DashboardsSearch {
  const { q } = raw;
  return { ...validateRangeSearch(raw), ...(typeof q === 'string' && q !== '' ? { q } : {}) };
}
