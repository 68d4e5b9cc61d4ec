import { err, ok, type Result } from '@bongsu/model';
import { quoteGoString } from './go-string.js';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEX = /^([+-]?)0[xX]([0-9a-fA-F_]*)(?:\.([0-9a-fA-F_]*))?[pP]([+-]?\d+)$/;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;
const INTEGER = /^[+-]?\d+$/;

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** What Go's `strconv.ParseFloat(text, 64)` gives; the error is its own text. */
export function parseGoFloat(text: string): Result<number, string> {
  let value: number;
  if (DECIMAL.test(text)) {
    value = Number(text);
  } else {
    const infinite = INFINITY.exec(text);
    if (infinite) return ok(infinite[1] === '-' ? -Infinity : Infinity);
    if (/^nan$/i.test(text)) return ok(NaN);
    const hex = HEX.exec(text);
    const digits = hex ? `${hex[2]!}${hex[3] ?? ''}`.replaceAll('_', '') : '';
    if (!hex || digits === '') return err(fault('ParseFloat', text, 'invalid syntax'));
    const fraction = (hex[3] ?? '').replaceAll('_', '').length;
    value = Number(`0x${digits}`) * 2 ** (Number(hex[4]) - 4 * fraction) * (hex[1] === '-' ? -1 : 1);
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
