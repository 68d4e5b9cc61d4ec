import { perLanguage } from '../i18n/message.js';
import { wallClock } from './zone.js';

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** Time of day in the viewer's zone: `14:03:07.123`. */
export function formatClock(ms: number, millis = true): string {
  const d = wallClock(ms);
  const clock = `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}`;
  return millis ? `${clock}.${pad(d.getUTCMilliseconds(), 3)}` : clock;
}

/** Date and time in the viewer's zone: `2026-11-21 14:03:07`. The form that {@link parseInstant} reads back. */
export function formatDateTime(ms: number): string {
  const d = wallClock(ms);
  return `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())} ${formatClock(ms, false)}`;
}

/** UTC with all nine digits of the fraction, for titles and copies. */
export function formatNanosUtc(ns: bigint): string {
  const second = new Date(Number(ns / 1_000_000_000n) * 1000);
  if (Number.isNaN(second.getTime())) return String(ns);
  return `${second.toISOString().slice(0, 19)}.${String(ns % 1_000_000_000n).padStart(9, '0')}Z`;
}

/** A duration with three significant digits and its unit: `840 ns`, `1.25 ms`, `3.4 s`, `2 m 5 s`. */
export function formatDuration(ns: number): string {
  if (!Number.isFinite(ns)) return '–';
  const abs = Math.abs(ns);
  if (abs < 1_000) return `${Math.round(ns)} ns`;
  if (abs < 1_000_000) return `${digits(ns / 1_000)} µs`;
  if (abs < 999_500_000) return `${digits(ns / 1_000_000)} ms`;
  if (abs < 60_000_000_000) return `${digits(ns / 1_000_000_000)} s`;
  const seconds = Math.round(ns / 1_000_000_000);
  if (Math.abs(seconds) < 3_600) return pair(seconds, 'm', 's');
  return pair(Math.round(seconds / 60), 'h', 'm');
}

/** `2 m 5 s`, and `2 m` when nothing is left over. */
function pair(small: number, bigUnit: string, smallUnit: string): string {
  const rest = Math.abs(small % 60);
  return `${Math.trunc(small / 60)} ${bigUnit}${rest === 0 ? '' : ` ${rest} ${smallUnit}`}`;
}

/** At most three significant digits, no exponent, no trailing zeros. */
function digits(value: number): string {
  const abs = Math.abs(value);
  return String(Number(value.toFixed(abs >= 100 ? 0 : abs >= 10 ? 1 : 2)));
}

/** A rate or count: `0.25`, `12`, `3.4k`, `80.3G`. */
export function formatAmount(value: number): string {
  const abs = Math.abs(value);
  if (abs >= 1_000_000_000_000) return `${digits(value / 1_000_000_000_000)}T`;
  if (abs >= 1_000_000_000) return `${digits(value / 1_000_000_000)}G`;
  if (abs >= 1_000_000) return `${digits(value / 1_000_000)}M`;
  if (abs >= 1_000) return `${digits(value / 1_000)}k`;
  if (abs > 0 && abs < 0.01) return value.toPrecision(1);
  return digits(value);
}

/** @param ratio 0 to 1. */
export function formatPercent(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.1) return '<0.1%';
  return `${digits(percent)}%`;
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

const relativeTime = perLanguage((lang) => new Intl.RelativeTimeFormat(lang, { numeric: 'auto', style: 'short' }));

/** `5 seconds ago` in the given language; a time in the future (clock skew) reads as now. */
export function formatAgo(ms: number, nowMs: number, lang: string): string {
  const format = relativeTime(lang);
  const past = Math.max(0, nowMs - ms);
  for (const [unit, size] of units) {
    if (past >= size) return format.format(-Math.floor(past / size), unit);
  }
  return format.format(0, 'second');
}
