import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { nowOfPage } from '../../first-question/asked.js';
import { defaultRange, followsNow, parseInstant, resolveRange, type RangeMs, type RangeText } from './range.js';
import { defaultRefresh, parseRefresh, refreshMs, type Refresh } from './refresh.js';

/** The part of the URL every page understands. A default is left out of it. */
export interface RangeSearch {
  readonly from?: string;
  readonly to?: string;
  readonly refresh?: Refresh;
}

/** Text members of a parsed query string; anything unreadable is dropped, so an old or mangled link still opens. */
export function validateRangeSearch(raw: Readonly<Record<string, unknown>>): RangeSearch {
  const from = instant(raw['from']);
  const to = instant(raw['to']);
  const refresh = typeof raw['refresh'] === 'string' ? parseRefresh(raw['refresh']) : undefined;
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(refresh === undefined || refresh === defaultRefresh ? {} : { refresh }),
  };
}

function instant(value: unknown): string | undefined {
  return typeof value === 'string' && parseInstant(value, Date.now()) !== undefined ? value : undefined;
}

export interface TimeRange {
  readonly text: RangeText;
  readonly refresh: Refresh;
  /** True when the end is `now`. */
  readonly following: boolean;
  /** The range at this moment. @param nowMs another moment to be relative to, Unix milliseconds. */
  readonly resolve: (nowMs?: number) => RangeMs;
  /** For react-query: how often to ask again. A range that lies in the past does not change. */
  readonly refetchInterval: number | false;
}

/** The time range of the URL. */
export function useTimeRange(): TimeRange {
  const { from, to, refresh } = useSearch({ strict: false });
  return useMemo(() => timeRangeOf({ from, to, refresh }), [from, to, refresh]);
}

/** A time range as the URL has it, with its defaults. */
export function timeRangeOf(search: { readonly [K in keyof RangeSearch]?: RangeSearch[K] | undefined }): TimeRange {
  const { from = defaultRange.from, to = defaultRange.to, refresh = defaultRefresh } = search;
  const given = { from, to };
  const text = resolveRange(given, Date.now()) ? given : defaultRange;
  const following = followsNow(text);
  return {
    text,
    refresh,
    following,
    resolve: (now = nowOfPage()) => resolveRange(text, now) ?? { start: now - 3_600_000, end: now },
    refetchInterval: following ? refreshMs[refresh] : false,
  };
}

/** Changes the range as a step of its own in the history, so that Back undoes a zoom. */
export function useSetTimeRange(): (next: RangeSearch) => void {
  const navigate = useNavigate();
  return (next) => void navigate({ to: '.', search: (previous) => ({ ...previous, ...next }) });
}
