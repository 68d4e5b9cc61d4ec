import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

export interface HomeSearch extends RangeSearch {
  /** Part of a service's name. */
  readonly q?: string;
  /** How to send is shown instead of what has been sent. */
  readonly send?: 'on';
}

export function validateHomeSearch(raw: Readonly<Record<string, unknown>>): HomeSearch {
  const { q, send } = raw;
  return {
    ...validateRangeSearch(raw),
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
    ...(send === 'on' ? { send } : {}),
  };
}
