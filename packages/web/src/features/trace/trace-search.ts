import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';
import { normalizeTraceId } from './ids.js';
import { statisticsColumns, type StatisticsColumn } from './span-statistics.js';
import { parseWindow } from './time-window.js';

export const traceViews = ['waterfall', 'flame', 'statistics'] as const;
export type TraceViewName = (typeof traceViews)[number];

/** The URL of a trace: how it is looked at, the open span, the collapsed spans, the text looked for. A default is left out. */
export interface TraceSearch extends RangeSearch {
  readonly view?: TraceViewName;
  readonly span?: string;
  /** See `printFolds`. */
  readonly fold?: string;
  readonly q?: string;
  /** Id of the span whose subtree is all that shows. */
  readonly root?: string;
  /** See `printWindow`. */
  readonly zoom?: string;
  readonly path?: 'on';
  /** Id of the first span of the flame frame that fills the width. */
  readonly frame?: string;
  /** Statistics by service instead of by operation. */
  readonly by?: 'service';
  /** Of statistics; by default the time of their own. */
  readonly sort?: StatisticsColumn;
  /** The trace to compare this one with. */
  readonly with?: string;
}

export function validateTraceSearch(raw: Readonly<Record<string, unknown>>): TraceSearch {
  const { view, fold, q, zoom, path, by } = raw;
  const span = spanId(raw['span']);
  const root = spanId(raw['root']);
  const other = typeof raw['with'] === 'string' ? normalizeTraceId(raw['with']) : undefined;
  const frame = spanId(raw['frame']);
  const sort = statisticsColumns.find((column) => column === raw['sort']);
  const known = traceViews.find((name) => name === view);
  return {
    ...validateRangeSearch(raw),
    ...(known === undefined || known === 'waterfall' ? {} : { view: known }),
    ...(span === undefined ? {} : { span }),
    ...(typeof fold === 'string' && fold !== '' ? { fold } : {}),
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
    ...(root === undefined ? {} : { root }),
    ...(typeof zoom === 'string' && parseWindow(zoom) !== undefined ? { zoom } : {}),
    ...(path === 'on' ? { path } : {}),
    ...(frame === undefined ? {} : { frame }),
    ...(by === 'service' ? { by } : {}),
    ...(sort === undefined || sort === 'self' ? {} : { sort }),
    ...(other === undefined ? {} : { with: other }),
  };
}

function spanId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{1,16}$/i.test(value)
    ? value.toLowerCase().padStart(16, '0')
    : undefined;
}

/** A page keeps its time range on the way to a trace; the rest of its search belongs to it alone. */
export function traceSearch(previous: RangeSearch, id: string): TraceSearch {
  return { ...validateRangeSearch({ ...previous }), ...(id === '' ? {} : { span: id }) };
}
