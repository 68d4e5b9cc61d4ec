import { formatDateTime } from '../../../time/format.js';
import { type RangeMs } from '../../time-range/range.js';
import { type Scope, type VariableValue } from './scope.js';
import { naturalInterval, durationText, parseDurationMs } from './interval.js';

/** How often targets are scraped when nothing says otherwise: Grafana's default, and ours for our own metrics. */
export const SCRAPE_INTERVAL_MS = 15_000;

export interface Grid {
  readonly range: RangeMs;
  /** Points that fit. */
  readonly maxPoints: number;
  /** Least step, text as in a panel's JSON; `>` before it is allowed and means the same. */
  readonly minStep?: string | undefined;
}

/** The step of a panel: the range over its points, rounded to a natural length, not below its least step. Milliseconds. */
export function stepMs({ range, maxPoints, minStep }: Grid): number {
  const least = (minStep === undefined ? undefined : parseDurationMs(minStep.replace(/^>/, ''))) ?? 0;
  return Math.max(naturalInterval((range.end - range.start) / Math.max(1, maxPoints)), least, 1_000);
}

/** `$__interval`, `$__rate_interval`, `$__range`, `$__from`, … for a panel's grid. */
export function builtins(grid: Grid, dashboardTitle = ''): Scope {
  const { range } = grid;
  const step = stepMs(grid);
  const rangeMs = range.end - range.start;
  const least = grid.minStep === undefined ? undefined : parseDurationMs(grid.minStep.replace(/^>/, ''));
  return new Map<string, VariableValue>([
    ...intervals(step, least),
    ['__range', fixed(`${Math.round(rangeMs / 1_000)}s`)],
    ['__range_s', fixed(String(Math.round(rangeMs / 1_000)))],
    ['__range_ms', fixed(String(rangeMs))],
    ['__from', instant(range.start)],
    ['__to', instant(range.end)],
    ['__dashboard', fixed(dashboardTitle)],
    ['__org', fixed('1')],
    ['__user', fixed('')],
    ['timeFilter', fixed('')],
  ]);
}

const fixed = (text: string): VariableValue => ({ values: [text], several: false, verbatim: true });

/**
 * `$__interval` and `$__rate_interval` of a step.
 * @param least the least step, which is how often what is asked for is scraped. Milliseconds both.
 */
export function intervals(step: number, least: number | undefined): Scope {
  const scrape = least ?? SCRAPE_INTERVAL_MS;
  // A rate needs two samples in its window, and no sample may fall between two windows.
  const rateMs = Math.max(step + scrape, 4 * scrape);
  return new Map([
    ['__interval', fixed(durationText(step))],
    ['__interval_ms', fixed(String(step))],
    ['__rate_interval', fixed(durationText(rateMs))],
    ['__rate_interval_ms', fixed(String(rateMs))],
    // Loki's data source has this name for the step.
    ['__auto', fixed(durationText(step))],
  ]);
}

/** `${__from}` in milliseconds, `${__from:date}` as ISO 8601, `${__from:date:seconds}`, `${__from:date:YYYY-MM-DD}` in local time. */
function instant(ms: number): VariableValue {
  return {
    values: [String(ms)],
    several: false,
    format: (format) => {
      if (format === undefined) return String(ms);
      const [kind, ...rest] = format.split(':');
      const pattern = rest.join(':');
      if (kind !== 'date') return String(ms);
      if (pattern === '' || pattern === 'iso') return new Date(ms).toISOString();
      if (pattern === 'seconds') return String(Math.floor(ms / 1_000));
      const [date = '', clock = ''] = formatDateTime(ms).split(' ');
      const parts: Readonly<Record<string, string>> = {
        YYYY: date.slice(0, 4),
        MM: date.slice(5, 7),
        DD: date.slice(8, 10),
        HH: clock.slice(0, 2),
        mm: clock.slice(3, 5),
        ss: clock.slice(6, 8),
      };
      return pattern.replace(/YYYY|MM|DD|HH|mm|ss/g, (part) => parts[part] ?? part);
    },
  };
}
