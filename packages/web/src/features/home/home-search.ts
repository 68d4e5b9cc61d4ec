import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export interface HomeSearch extends RangeSearch {
  /** Part of a service's name. */
  readonly q?: string;
}

export function validateHomeSearch(raw: Readonly<Record<string, unknown>>): HomeSearch {
  const { q } = raw;
  return { ...validateRangeSearch(raw), ...(typeof q === 'string' && q !== '' ? { q } : {}) };
}
