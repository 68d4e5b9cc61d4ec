import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

/** The URL of the service map. A default is left out. */
export interface MapSearch extends RangeSearch {
  readonly view?: 'table';
  /** Id of the node or edge whose details are open. */
  readonly open?: string;
}

export function validateMapSearch(raw: Readonly<Record<string, unknown>>): MapSearch {
  const { view, open } = raw;
  return {
    ...validateRangeSearch(raw),
    ...(view === 'table' ? { view } : {}),
    ...(typeof open === 'string' && open !== '' ? { open } : {}),
  };
}
