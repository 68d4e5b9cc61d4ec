import { queryOptions } from '@tanstack/react-query';
import { fetchLines } from '../../api/loki-query-range.js';
import { isRefused } from '../../controls/query-editor/refused.js';
import { type TimeRange } from '../time-range/search.js';
import { firstLinesRange, type FirstLines } from './first-lines.js';
import { orderedLines, toLogLines } from './log-line.js';
import { fetchVolume } from './volume.js';

/** The first lines of a log query. */
export const headQuery = (first: FirstLines) =>
  queryOptions({
    queryKey: ['logs-head', first.query, first.range.text, first.newestFirst],
    // What was asked before there was a page is not asked again by the page.
    retryOnMount: ({ state }: { readonly state: { readonly error: unknown } }) => !isRefused(state.error),
    queryFn: async ({ signal }) => {
      const lines = await fetchLines(firstLinesRange(first), signal);
      return { query: first.query, at: Date.now(), lines: orderedLines(toLogLines(lines), first.newestFirst) };
    },
  });

/** How many lines a log query has over time, by level. */
export const volumeQuery = (query: string, range: TimeRange) =>
  queryOptions({
    queryKey: ['logs-volume', query, range.text],
    queryFn: async ({ signal }) => ({ query, volume: await fetchVolume(query, range.resolve(), signal) }),
  });
