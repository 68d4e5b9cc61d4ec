import { type FilterMode } from '../logs/logql.js';
import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

/** The URL of a service: the line filter, live tail, and the open line. A default is left out. */
export interface ServiceSearch extends RangeSearch {
  readonly q?: string;
  readonly mode?: FilterMode;
  readonly live?: 'off';
  readonly wrap?: 'on';
  readonly line?: string;
  /** The operation whose charts are open. */
  readonly op?: string;
}

export function validateServiceSearch(raw: Readonly<Record<string, unknown>>): ServiceSearch {
  const { q, mode, live, wrap, line, op } = raw;
  return {
    ...validateRangeSearch(raw),
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
    ...(mode === 'regex' ? { mode } : {}),
    ...(live === 'off' ? { live } : {}),
    ...(wrap === 'on' ? { wrap } : {}),
    ...(typeof line === 'string' && line !== '' ? { line } : {}),
    ...(typeof op === 'string' && op !== '' ? { op } : {}),
  };
}
