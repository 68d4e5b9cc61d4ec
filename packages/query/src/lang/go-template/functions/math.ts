import { parseGoFloat, separatesDigits } from '../../go-number.js';
import { CallFailure, GoInt, integerOf, type GoFunction, type GoValue } from '../value.js';
import { Decimal } from './decimal.js';
import { fixed, variadic } from './define.js';

/**
 * A whole number of anything, as sprig casts (github.com/spf13/cast as of 1.8): 0 for what is none. Of a text that is a
 * decimal what stands before the point counts; a whole one may be `0x1f`, `017` (octal) or `1_000`.
 */
function toInteger(value: GoValue): bigint {
  if (isDuration(value)) return 0n;
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt.asIntN(64, BigInt(Math.trunc(value))) : 0n;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value !== 'string') return 0n;
  const [, sign, whole] = /^([+-]?)(\d*)\.\d*$/.exec(value) ?? [];
  const text = whole === undefined ? value : `${sign!}${whole === '' ? '0' : whole}`;
  if (!separatesDigits(text)) return 0n;
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)$/.exec(text.replaceAll('_', ''));
  if (!match) return 0n;
  const digits = match[2]!;
  const magnitude = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  const signed = match[1] === '-' ? -magnitude : magnitude;
  return BigInt.asIntN(64, signed) === signed ? signed : 0n;
}

/** The library that casts for sprig knows no durations. */
const isDuration = (value: GoValue): boolean => value instanceof GoInt && value.type === 'time.Duration';

/** A float of anything: 0 for what is none. */
function toFloat(value: GoValue): number {
  if (isDuration(value)) return 0;
  const integer = integerOf(value);
  if (integer !== undefined) return Number(integer);
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return 0;
  const number = parseGoFloat(value);
  return number.ok ? number.value : 0;
}

const int64 = (value: bigint): GoInt => new GoInt('int64', BigInt.asIntN(64, value));

const integers = (fold: (a: bigint, b: bigint) => bigint): GoFunction =>
  variadic(['any'], (args) => int64(args.map(toInteger).reduce((a, b) => BigInt.asIntN(64, fold(a, b)))));
const floats = (fold: (a: number, b: number) => number): GoFunction =>
  variadic(['any'], (args) => args.map(toFloat).reduce(fold));
const decimals = (fold: (a: Decimal, b: Decimal) => Decimal): GoFunction =>
  variadic(['any'], (args) =>
    args
      .map((arg) => Decimal.of(toFloat(arg)))
      .reduce(fold)
      .toNumber(),
  );

function divisor(b: bigint): bigint {
  if (b === 0n) throw new CallFailure('runtime error: integer divide by zero');
  return b;
}

function round(value: number, places: number, roundOn: number): number {
  const power = 10 ** places;
  const scaled = power * value;
  const fraction = scaled - Math.trunc(scaled);
  return (fraction >= roundOn ? Math.ceil(scaled) : Math.floor(scaled)) / power;
}

/** Arithmetic of sprig: the plain names count in int64, those with `f` in decimals or floats. */
export const MATH_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ['int', fixed(['any'], toInteger)],
  ['float64', fixed(['any'], toFloat)],
  ['add', variadic([], (args) => int64(args.map(toInteger).reduce((a, b) => a + b, 0n)))],
  ['sub', fixed(['any', 'any'], (a, b) => int64(toInteger(a) - toInteger(b)))],
  ['mul', integers((a, b) => a * b)],
  ['div', fixed(['any', 'any'], (a, b) => int64(toInteger(a) / divisor(toInteger(b))))],
  ['mod', fixed(['any', 'any'], (a, b) => int64(toInteger(a) % divisor(toInteger(b))))],
  ['max', integers((a, b) => (b > a ? b : a))],
  ['min', integers((a, b) => (b < a ? b : a))],
  [
    'addf',
    variadic([], (args) =>
      args.reduce<Decimal>((sum, arg) => sum.plus(Decimal.of(toFloat(arg))), Decimal.of(0)).toNumber(),
    ),
  ],
  ['subf', decimals((a, b) => a.minus(b))],
  ['mulf', decimals((a, b) => a.times(b))],
  ['divf', decimals((a, b) => a.over(b))],
  ['maxf', floats((a, b) => Math.max(a, b))],
  ['minf', floats((a, b) => Math.min(a, b))],
  ['ceil', fixed(['any'], (a) => Math.ceil(toFloat(a)))],
  ['floor', fixed(['any'], (a) => Math.floor(toFloat(a)))],
  [
    'round',
    {
      parameters: ['any', 'int'],
      variadic: 'float64',
      call: ([value, places, roundOn]) =>
        round(toFloat(value!), Number(places), (roundOn as number | undefined) ?? 0.5),
    },
  ],
]);
