import { err, ok, type Result } from '@bongsu/model';
import { quoteGoString } from './go-string.js';

/** Units of Go's `time.ParseDuration` in nanoseconds. There is no day and no week. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3, // U+00B5, micro sign
  μs: 1e3, // U+03BC, Greek letter mu
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const PART = /(\d*)(\.(\d*))?([^\d.]*)/y;
/** The first duration that does not fit in 64 bits, in ns. */
const LIMIT = 2 ** 63;

/**
 * Nanoseconds of a duration as Go's `time.ParseDuration` reads it: `1h30m`, `-1.5s`, `10us`, `0`. The error is its
 * own text. Exact up to 2^53 ns (104 days), rounded beyond.
 */
export function parseGoDuration(text: string): Result<number, string> {
  const invalid = (): Result<number, string> => err(`time: invalid duration ${quoteGoString(text)}`);
  let at = text[0] === '-' || text[0] === '+' ? 1 : 0;
  const rest = text.slice(at);
  if (rest === '0') return ok(0);
  if (rest === '') return invalid();
  let total = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const part = PART.exec(text)!;
    const whole = part[1]!;
    const fraction = part[3] ?? '';
    const unit = part[4]!;
    if (whole === '' && fraction === '') return invalid();
    if (unit === '') return err(`time: missing unit in duration ${quoteGoString(text)}`);
    const size = Object.hasOwn(UNITS, unit) ? UNITS[unit]! : undefined;
    if (size === undefined) {
      return err(`time: unknown unit ${quoteGoString(unit)} in duration ${quoteGoString(text)}`);
    }
    // Go cuts what is finer than a nanosecond.
    total += Number(whole) * size + Math.floor(Number(`0.${fraction}0`) * size + 1e-9);
    if (total >= LIMIT) return invalid();
    at = PART.lastIndex;
  }
  return ok(text[0] === '-' ? -total : total);
}

/** Nanoseconds of the units that a duration is written in, smallest first. */
const WRITTEN: readonly (readonly [unit: string, ns: bigint])[] = [
  ['ns', 1n],
  ['µs', 1000n],
  ['ms', 1_000_000n],
];
const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;

/** As Go writes a duration: `1h0m0s`, `1m30s`, `1.5s`, `250ms`, `3µs`, `0s`. */
export function formatGoDuration(ns: bigint): string {
  if (ns < 0n) return `-${formatGoDuration(-ns)}`;
  if (ns === 0n) return '0s';
  for (const [unit, size] of WRITTEN) if (ns < size * 1000n) return withFraction(ns, size) + unit;
  const minutes = ns / MINUTE;
  const seconds = `${withFraction(ns % MINUTE, SECOND)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** `ns / unit` in decimals without trailing zeros. */
function withFraction(ns: bigint, unit: bigint): string {
  const rest = ns % unit;
  if (rest === 0n) return String(ns / unit);
  const digits = String(unit).length - 1;
  return `${ns / unit}.${String(rest).padStart(digits, '0').replace(/0+$/, '')}`;
}
