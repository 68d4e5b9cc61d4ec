import { err, ok, type Result } from '@bongsu/model';
import { quoteGoString } from './go-string.js';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEX = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?\d+)$/;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;
const INTEGER = /^[+-]?\d+$/;

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

const STRAY = /(?<![0-9])_|_(?![0-9])/;
const STRAY_BEHIND_PREFIX = /(?<![0-9]|^)_|_(?![0-9])/;
const STRAY_IN_HEX = /(?<![0-9a-fA-F]|^)_|_(?![0-9a-fA-F])/;

/** Whether every underscore stands between two digits, of which the prefix of a number with a base counts as one. */
export function separatesDigits(number: string): boolean {
  const prefix = /^[+-]?0[xXoObB]/.exec(number)?.[0];
  if (prefix === undefined) return !STRAY.test(number);
  return !(/[xX]$/.test(prefix) ? STRAY_IN_HEX : STRAY_BEHIND_PREFIX).test(number.slice(prefix.length));
}

/** What Go's `strconv.ParseFloat(text, 64)` gives; the error is its own text. */
export function parseGoFloat(text: string): Result<number, string> {
  const number = text.includes('_') && separatesDigits(text) ? text.replaceAll('_', '') : text;
  let value: number;
  if (DECIMAL.test(number)) {
    value = Number(number);
  } else {
    const infinite = INFINITY.exec(number);
    if (infinite) return ok(infinite[1] === '-' ? -Infinity : Infinity);
    if (/^nan$/i.test(number)) return ok(NaN);
    const [, sign, whole = '', fraction = '', exponent] = HEX.exec(number) ?? [];
    const digits = whole + fraction;
    if (digits === '') return err(fault('ParseFloat', text, 'invalid syntax'));
    value = Number(`0x${digits}`) * 2 ** (Number(exponent) - 4 * fraction.length) * (sign === '-' ? -1 : 1);
  }
  return Number.isFinite(value) ? ok(value) : err(fault('ParseFloat', text, 'value out of range'));
}

/** What Go's `strconv.ParseInt(text, 10, 64)` gives; the error is its own text. */
export function parseGoInt(text: string): Result<bigint, string> {
  if (!INTEGER.test(text)) return err(fault('ParseInt', text, 'invalid syntax'));
  const value = BigInt(text.replace(/^\+/, ''));
  return value < MIN_INT64 || value > MAX_INT64 ? err(fault('ParseInt', text, 'value out of range')) : ok(value);
}

const fault = (call: string, text: string, why: string): string =>
  `strconv.${call}: parsing ${quoteGoString(text)}: ${why}`;
