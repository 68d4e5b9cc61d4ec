import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

/** The URL of the search for traces. A default is left out. */
export interface TracesSearch extends RangeSearch {
  /** TraceQL; without it, every trace. */
  readonly q?: string;
  /** Longest first instead of newest first. */
  readonly sort?: 'duration';
  readonly form?: 'off';
}

export function validateTracesSearch(raw: Readonly<Record<string, unknown>>): TracesSearch {
  const { q, sort, form } = raw;
  return {
    ...validateRangeSearch(raw),
    ...(typeof q === 'string' && q.trim() !== '' ? { q } : {}),
    ...(sort === 'duration' ? { sort } : {}),
    ...(form === 'off' ? { form } : {}),
  };
}
