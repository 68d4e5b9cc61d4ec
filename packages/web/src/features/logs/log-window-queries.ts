import { queryOptions } from '@tanstack/react-query';
import { fetchLines } from '../../api/loki-query-range.js';
import { msToNanos } from '../../time/nanos.js';
import { type TimeRange } from '../time-range/search.js';
import { orderedLines, toLogLines } from './log-line.js';
import { fetchVolume } from './volume.js';

/** Lines that show before anything has been counted. */
const HEAD_LINES = 200;

/** The first lines of a log query: the newest, or the oldest in that order. */
export const headQuery = (query: string, range: TimeRange, newestFirst: boolean) =>
  queryOptions({
    queryKey: ['logs-head', query, range.text, newestFirst],
    queryFn: async ({ signal }) => {
      const at = range.resolve();
      const bounds = { start: msToNanos(at.start), end: msToNanos(at.end) };
      const direction = newestFirst ? 'backward' : 'forward';
      const lines = await fetchLines({ query, ...bounds, limit: HEAD_LINES, direction }, signal);
      return { query, at: Date.now(), lines: orderedLines(toLogLines(lines), newestFirst) };
    },
  });

/** How many lines a log query has over time, by level. */
export const volumeQuery = (query: string, range: TimeRange) =>
  queryOptions({
    queryKey: ['logs-volume', query, range.text],
    queryFn: async ({ signal }) => ({ query, volume: await fetchVolume(query, range.resolve(), signal) }),
  });
