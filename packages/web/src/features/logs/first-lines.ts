import { type LokiRange } from '../../api/loki-query-range.js';
import { msToNanos } from '../../time/nanos.js';
import { timeRangeOf, type TimeRange } from '../time-range/search.js';
import { levelsOf, type LogsSearch } from './logs-search.js';
import { everyLine, isLogQuery, withoutLevels } from './query-edit.js';

/** Lines that show before anything has been counted. */
const HEAD_LINES = 200;

/** Which lines show first: the newest, or the oldest in that order. */
export interface FirstLines {
  readonly query: string;
  readonly range: TimeRange;
  readonly newestFirst: boolean;
}

/** What the logs page shows first; undefined when its query does not answer with lines. */
export function firstLines(search: LogsSearch): FirstLines | undefined {
  const query = search.q ?? everyLine;
  if (!isLogQuery(query)) return undefined;
  const shown = withoutLevels(query, levelsOf(search.hide));
  return { query: shown, range: timeRangeOf(search), newestFirst: search.order !== 'oldest' };
}

/** @param nowMs what the time range is relative to, Unix milliseconds; now by default. */
export function firstLinesRange({ query, range, newestFirst }: FirstLines, nowMs?: number): LokiRange {
  const { start, end } = range.resolve(nowMs);
  const direction = newestFirst ? 'backward' : 'forward';
  return { query, start: msToNanos(start), end: msToNanos(end), limit: HEAD_LINES, direction };
}
