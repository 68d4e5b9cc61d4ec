import { type Get } from '../api/http.js';
import { linesRequest } from '../api/loki-query-range.js';
import { servicesRequest } from '../api/services.js';
import { validateHomeSearch } from '../features/home/home-search.js';
import { firstLines, firstLinesRange } from '../features/logs/first-lines.js';
import { validateLogsSearch } from '../features/logs/logs-search.js';
import { timeRangeOf } from '../features/time-range/search.js';
import { parseUrlSearch } from '../url-search.js';

/**
 * What a page asks first, for the pages that wait for nothing else before they ask.
 * @param path below the root of the UI, without a slash at either end.
 * @param search the query string of the address.
 * @param nowMs Unix milliseconds: what a time range is relative to.
 */
export function firstQuestion(path: string, search: string, nowMs: number): Get | undefined {
  const members = parseUrlSearch(search);
  if (path === '') return servicesRequest(timeRangeOf(validateHomeSearch(members)).resolve(nowMs));
  if (path === 'logs') {
    const lines = firstLines(validateLogsSearch(members));
    return lines === undefined ? undefined : linesRequest(firstLinesRange(lines, nowMs));
  }
  return undefined;
}
