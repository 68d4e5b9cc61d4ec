import { fromWallClock } from '../../time/zone.js';
import { parseRelative, type Edge } from './relative-time.js';

/** A bound of a time range as it stands in the URL: `now`, `now-15m`, `now/d`, or Unix milliseconds. */
export type Instant = string;

export interface RangeText {
  readonly from: Instant;
  readonly to: Instant;
}

/** Unix milliseconds, start inclusive, end exclusive. */
export interface RangeMs {
  readonly start: number;
  readonly end: number;
}

export const defaultRange: RangeText = { from: 'now-1h', to: 'now' };

/** What the picker offers. */
export const quickRanges = [
  { from: 'now-5m', to: 'now' },
  { from: 'now-15m', to: 'now' },
  { from: 'now-1h', to: 'now' },
  { from: 'now-6h', to: 'now' },
  { from: 'now-24h', to: 'now' },
  { from: 'now-7d', to: 'now' },
  { from: 'now/d', to: 'now' },
  { from: 'now-1d/d', to: 'now-1d/d' },
] as const satisfies readonly RangeText[];

export const isRange = (a: RangeText, b: RangeText): boolean => a.from === b.from && a.to === b.to;

/** The last instant that 64 signed bits of nanoseconds can hold (the year 2262): the APIs take no later one. */
const MAX_MS = 9_223_372_036_854;

/**
 * Reads what a person may type or paste: `now`, `now-90m`, `now/d`, `2026-11-20`, `2026-11-20 10:00`, `2026-11-20T10:00:00.5Z`,
 * or Unix time in seconds, milliseconds, microseconds or nanoseconds (told apart by their number of digits).
 * @param edge of the range: what `/d` rounds to.
 * @returns Unix milliseconds, or undefined when it is none of these.
 */
export function parseInstant(text: Instant, nowMs: number, edge: Edge = 'start'): number | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('now')) {
    const ms = parseRelative(trimmed, nowMs, edge);
    return ms !== undefined && ms >= 0 && ms <= MAX_MS ? ms : undefined;
  }
  if (/^\d{1,20}$/.test(trimmed)) return epochMs(trimmed);
  const date = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
    trimmed,
  );
  if (!date) return undefined;
  const clock = date[2] ?? '00:00';
  const padded = clock[1] === ':' ? `0${clock}` : clock;
  const zone = date[3]?.toUpperCase();
  const parsed = Date.parse(`${date[1] ?? ''}T${padded}${zone ?? 'Z'}`);
  // Without a zone the time is that of the zone in which the page shows times.
  const ms = zone === undefined ? fromWallClock(parsed) : parsed;
  return ms >= 0 && ms <= MAX_MS ? ms : undefined;
}

/** 11 digits of seconds reach the year 5138; 14 of milliseconds the same, and so on by three digits a unit. */
function epochMs(digits: string): number | undefined {
  const value = Number(digits);
  const ms =
    digits.length <= 11 ? value * 1_000 : digits.length <= 14 ? value : digits.length <= 17 ? value / 1e3 : value / 1e6;
  return ms <= MAX_MS ? Math.floor(ms) : undefined;
}

/** Reads a pasted pair, `A to B` or `A – B`; a bare time gives undefined. */
export function parsePair(text: string): RangeText | undefined {
  const parts = text.split(/\s+(?:to|-|–|—|~|부터)\s+/i);
  const [from, to] = parts;
  return parts.length === 2 && from && to ? { from: from.trim(), to: to.trim() } : undefined;
}

/**
 * @returns the range in milliseconds, or undefined when a bound cannot be read or the end is not after the start.
 */
export function resolveRange(range: RangeText, nowMs: number): RangeMs | undefined {
  const start = parseInstant(range.from, nowMs);
  const end = parseInstant(range.to, nowMs, 'end');
  return start !== undefined && end !== undefined && start < end ? { start, end } : undefined;
}

/** True when the range moves with the clock, so new records can still enter it. */
export function followsNow(range: RangeText): boolean {
  // Whether it reaches now does not depend on when that is.
  return range.to.trim().startsWith('now') && (parseInstant(range.to, PROBE_MS, 'end') ?? 0) >= PROBE_MS;
}

/** Some time of no importance that no unit begins or ends at. */
const PROBE_MS = 1_700_000_000_001;

/** The form that goes into the URL: relative stays relative, anything else becomes Unix milliseconds. */
export function canonicalInstant(text: Instant, nowMs: number): Instant | undefined {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  const ms = parseInstant(trimmed, nowMs);
  if (ms === undefined) return undefined;
  return trimmed.startsWith('now') ? trimmed.replaceAll(' ', '') : String(ms);
}

/** Steps a person finds natural on a time axis, in seconds. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400] as const;

/**
 * The query grid for a chart: a natural step that gives at most `points` points, both ends on multiples of it, so that
 * a refresh moves the newest point and leaves the others where they were.
 * @returns Unix seconds and seconds.
 */
export function chartGrid(range: RangeMs, points: number): { start: number; end: number; step: number } {
  const span = (range.end - range.start) / 1_000;
  const step = steps.find((candidate) => span / candidate <= points) ?? Math.ceil(span / points / 86_400) * 86_400;
  return {
    start: Math.floor(range.start / 1_000 / step) * step,
    end: Math.floor(range.end / 1_000 / step) * step,
    step,
  };
}
