import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';
import { levels, type Level } from './level.js';

/** The URL of the logs page. A default is left out. */
export interface LogsSearch extends RangeSearch {
  /** The query as it was run. */
  readonly q?: string;
  /** Levels that are switched off, parted by commas. */
  readonly hide?: string;
  /** Fields shown as columns, parted by commas. */
  readonly cols?: string;
  readonly wrap?: 'on';
  readonly order?: 'oldest';
  readonly live?: 'on';
  readonly view?: 'patterns';
  /** The open line. */
  readonly line?: string;
}

export function validateLogsSearch(raw: Readonly<Record<string, unknown>>): LogsSearch {
  const { q, hide, cols, wrap, order, live, view, line } = raw;
  const hidden = typeof hide === 'string' ? levelsOf(hide) : [];
  return {
    ...validateRangeSearch(raw),
    ...(typeof q === 'string' && q.trim() !== '' ? { q } : {}),
    ...(hidden.length > 0 ? { hide: hidden.join() } : {}),
    ...(typeof cols === 'string' && cols !== '' ? { cols } : {}),
    ...(wrap === 'on' ? { wrap } : {}),
    ...(order === 'oldest' ? { order } : {}),
    ...(live === 'on' ? { live } : {}),
    ...(view === 'patterns' ? { view } : {}),
    ...(typeof line === 'string' && line !== '' ? { line } : {}),
  };
}

/** The levels of a list as the URL has it; others in it are dropped. */
export function levelsOf(text: string | undefined): readonly Level[] {
  const named = (text ?? '').split(',');
  return levels.filter((level) => named.includes(level));
}

/** Column names of a list as the URL has it. */
export function columnsOf(text: string | undefined): readonly string[] {
  return [...new Set((text ?? '').split(',').filter((name) => name !== ''))];
}
