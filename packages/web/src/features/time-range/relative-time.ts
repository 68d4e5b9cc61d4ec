import { fromWallClock, wallClock } from '../../time/zone.js';

/** Which end of a range a time is: rounding goes to the begin of a unit for its start and past the end of it for its end. */
export type Edge = 'start' | 'end';

type Unit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'Q' | 'y';

/** Units of one length, ms; the others are of the calendar. */
const lengthMs: Partial<Record<Unit, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const DAY_MS = 86_400_000;
/** A year short of the last instant of a Date (ECMAScript, 21.4.1.1), so that what it is rounded to is one too. */
const FAR_MS = 8.64e15 - 366 * DAY_MS;

const WHOLE = /^now(?:\s*(?:[-+]\s*\d{1,9}|\/)\s*[smhdwMQy])*$/;
const STEP = /([-+/])\s*(\d*)\s*([smhdwMQy])/g;

/**
 * A time relative to now, as Grafana reads it: `now`, then any number of `-15m`, `+1d` and `/d`, from left to right. A day, week,
 * month, quarter or year is one of the calendar of the page's zone, so `now-1d` has the same time of day on both sides of a
 * change to summer time. Weeks begin on Monday (ISO 8601) for everybody, so that a link means the same week to all;
 * Grafana asks the language of the browser.
 * @returns Unix milliseconds (of the first instant that is not in the unit where `edge` is `end`), or undefined when it is none.
 */
export function parseRelative(text: string, nowMs: number, edge: Edge): number | undefined {
  if (!WHOLE.test(text)) return undefined;
  let ms = nowMs;
  for (const [, operator, digits, unit] of text.matchAll(STEP)) {
    if (operator === '/') ms = rounded(ms, unit as Unit, edge);
    else ms = moved(ms, unit as Unit, Number(digits) * (operator === '-' ? -1 : 1));
    // NaN too, for a date that the calendar cannot say.
    if (!(Math.abs(ms) <= FAR_MS)) return undefined;
  }
  return ms;
}

function moved(ms: number, unit: Unit, by: number): number {
  const length = lengthMs[unit];
  if (length !== undefined) return ms + by * length;
  const clock = calendarMoved(wallClock(ms), unit, by);
  return Math.abs(clock) <= FAR_MS ? fromWallClock(clock) : NaN;
}

function rounded(ms: number, unit: Unit, edge: Edge): number {
  const begin = beginOf(wallClock(ms), unit);
  const length = lengthMs[unit];
  const end = length === undefined ? calendarMoved(new Date(begin), unit, 1) : begin + length;
  return fromWallClock(edge === 'start' ? begin : end);
}

/** Begin of the unit that a wall clock shows, as {@link wallClock} writes it. */
function beginOf(clock: Date, unit: Unit): number {
  const [year, month, day] = [clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate()];
  switch (unit) {
    case 's':
    case 'm':
    case 'h': {
      const length = lengthMs[unit] ?? 1;
      return Math.floor(clock.getTime() / length) * length;
    }
    case 'd':
      return Date.UTC(year, month, day);
    case 'w':
      return Date.UTC(year, month, day - ((clock.getUTCDay() + 6) % 7));
    case 'M':
      return Date.UTC(year, month);
    case 'Q':
      return Date.UTC(year, month - (month % 3));
    case 'y':
      return Date.UTC(year, 0);
  }
}

const months: Partial<Record<Unit, number>> = { M: 1, Q: 3, y: 12 };

/** The same time of day so many units later; from the 31st, a shorter month's last day. */
function calendarMoved(clock: Date, unit: Unit, by: number): number {
  const perUnit = months[unit];
  if (perUnit === undefined) return clock.getTime() + by * (unit === 'w' ? 7 : 1) * DAY_MS;
  const first = Date.UTC(clock.getUTCFullYear(), clock.getUTCMonth() + by * perUnit);
  const then = new Date(first);
  const lastDay = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  return first + (Math.min(clock.getUTCDate(), lastDay) - 1) * DAY_MS + (clock.getTime() % DAY_MS);
}
