import type { ParamValue } from '@bongsu/query/sql';
import { integerRange, parseTypeName, type TypeName } from '../type-name.js';

const hex2 = (byte: number): string => '\\x' + byte.toString(16).padStart(2, '0');

// Backslash, quote, control characters (a NUL would end the statement in C), and the separators some editors break on.

const ESCAPED = /[\\'\u0000-\u001f\u007f]/g;

function quoteText(text: string): string {
  return `'${text.replace(ESCAPED, (c) => (c === '\\' || c === "'" ? '\\' + c : hex2(c.charCodeAt(0))))}'`;
}

/** Bytes as a quoted literal; each byte is escaped, so any bytes pass. */
function quoteBytes(bytes: Uint8Array): string {
  let text = "'";
  for (const byte of bytes) text += hex2(byte);
  return text + "'";
}

function bug(type: TypeName, value: ParamValue): Error {
  const shown = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return new Error(`BUG: ${shown} is not a value of ${type.text}`);
}

function integer(type: TypeName, value: ParamValue, range: readonly [bigint, bigint]): string {
  let exact: bigint;
  if (typeof value === 'bigint') exact = value;
  else if (typeof value === 'number' && Number.isInteger(value)) exact = BigInt(value);
  else if (typeof value === 'string' && /^-?\d+$/.test(value)) exact = BigInt(value);
  else throw bug(type, value);
  if (exact < range[0] || exact > range[1]) throw bug(type, value);
  return String(exact);
}

function float(type: TypeName, value: ParamValue): string {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number') throw bug(type, value);
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
  if (Object.is(number, -0)) return '-0.0';
  const text = String(number);
  return /[.e]/.test(text) ? text : text + '.0';
}

const TICK_FUNCTION: Readonly<Record<string, string>> = {
  '3': 'fromUnixTimestamp64Milli',
  '6': 'fromUnixTimestamp64Micro',
  '9': 'fromUnixTimestamp64Nano',
};

/** The end of what the engine reads of a text as a time: 2299-12-31 23:59:59. */
const LAST_SECOND = 10_413_791_999n;

/** Ticks of 10^-precision s since the epoch as an expression of exactly `type`. */
export function dateTime64FromTicks(type: TypeName, ticks: string): string {
  const convert = TICK_FUNCTION[type.args[0] ?? ''];
  if (convert === undefined) throw new Error(`BUG: ${type.text} is not given in ticks: use precision 3, 6 or 9`);
  const zone = type.args[1];
  return `${convert}(${ticks}${zone === undefined ? '' : `, ${zone}`})`;
}

/** Times in UTC since 1970 as one function of a text: ticks would be three, and each takes 0.1 ms to plan. */
function dateTime64(type: TypeName, ticks: bigint): string {
  const [precision = '', zone] = type.args;
  const unit = 10n ** BigInt(precision);
  const seconds = ticks / unit;
  if (ticks < 0n || seconds > LAST_SECOND || zone !== "'UTC'") {
    return `CAST(${dateTime64FromTicks(type, `CAST('${ticks}', 'Int64')`)}, ${quoteText(type.text)})`;
  }
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return `toDateTime64('${text}.${String(ticks % unit).padStart(Number(precision), '0')}', ${precision}, 'UTC')`;
}

/** `value` in a form that a cast to `type` turns into exactly that value. */
function uncast(type: TypeName, value: ParamValue): string {
  const range = integerRange(type.name);
  // Quoted: an unquoted -9223372036854775808 or a mixed array would be typed by the parser before the cast.
  if (range) return `'${integer(type, value, range)}'`;
  switch (type.name) {
    case 'String':
    case 'FixedString':
      if (typeof value === 'string') return quoteText(value);
      if (value instanceof Uint8Array) return quoteBytes(value);
      throw bug(type, value);
    case 'Float32':
    case 'Float64':
      return float(type, value);
    case 'Bool':
      if (typeof value !== 'boolean') throw bug(type, value);
      return value ? 'true' : 'false';
    case 'UUID':
    case 'Date':
    case 'Date32':
    case 'DateTime':
    case 'DateTime64':
      if (typeof value === 'bigint' && type.name === 'DateTime64') {
        return dateTime64FromTicks(type, `CAST('${value}', 'Int64')`);
      }
      if (typeof value !== 'string') throw bug(type, value);
      return quoteText(value);
    case 'Nullable':
      return value === null ? 'NULL' : uncast(parseTypeName(type.args[0]!), value);
    case 'LowCardinality':
      return uncast(parseTypeName(type.args[0]!), value);
    case 'Array': {
      if (!Array.isArray(value)) throw bug(type, value);
      const element = parseTypeName(type.args[0]!);
      return `[${(value as readonly ParamValue[]).map((v) => uncast(element, v)).join(',')}]`;
    }
    case 'Tuple':
    case 'Map':
      return pairs(type, value);
    default:
      throw new Error(`BUG: parameters of type ${type.text} are not supported`);
  }
}

/** A Map is given as an array of [key, value]; a Tuple as an array of its elements. */
function pairs(type: TypeName, value: ParamValue): string {
  if (!Array.isArray(value)) throw bug(type, value);
  const types = type.args.map(parseTypeName);
  const tuple = (row: ParamValue): string => {
    if (!Array.isArray(row) || row.length !== types.length) throw bug(type, row);
    return `tuple(${types.map((t, i) => uncast(t, (row as readonly ParamValue[])[i]!)).join(',')})`;
  };
  return type.name === 'Tuple' ? tuple(value) : `[${(value as readonly ParamValue[]).map(tuple).join(',')}]`;
}

/**
 * `value` in a form that is of exactly `type` as it stands: a cast takes the engine a tenth of a millisecond to plan,
 * and a statement has a dozen constants. `undefined` where there is none.
 */
function plain(type: TypeName, value: ParamValue): string | undefined {
  switch (type.name) {
    case 'String':
      return uncast(type, value);
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64': {
      const digits = unsigned(type, value);
      return naturalType(digits) === type.name ? digits : undefined;
    }
    case 'DateTime':
      if (typeof value !== 'bigint' || type.args[0] !== "'UTC'") return undefined;
      return `toDateTime(${unsigned(parseTypeName('UInt32'), value)}, 'UTC')`;
    case 'DateTime64':
      return typeof value === 'bigint' ? dateTime64(type, value) : undefined;
    case 'Array':
      return Array.isArray(value)
        ? plainArray(parseTypeName(type.args[0]!), value as readonly ParamValue[])
        : undefined;
    default:
      return undefined;
  }
}

/** Of texts, and of integers one of which makes the array's type. */
function plainArray(element: TypeName, values: readonly ParamValue[]): string | undefined {
  if (values.length === 0) return undefined;
  if (element.name === 'String') return `[${values.map((v) => uncast(element, v)).join(',')}]`;
  if (!/^UInt(8|16|32|64)$/.test(element.name)) return undefined;
  const all = values.map((v) => unsigned(element, v));
  return all.some((digits) => naturalType(digits) === element.name) ? `[${all.join(',')}]` : undefined;
}

/** Decimal digits of a value of an unsigned type. */
const unsigned = (type: TypeName, value: ParamValue): string => integer(type, value, integerRange(type.name)!);

/** The type that the engine gives a written integer that is not negative: the narrowest. */
function naturalType(digits: string): string {
  const value = BigInt(digits);
  return value < 2n ** 8n ? 'UInt8' : value < 2n ** 16n ? 'UInt16' : value < 2n ** 32n ? 'UInt32' : 'UInt64';
}

/**
 * A constant expression of exactly `typeText` with exactly `value`, safe to stand anywhere in a statement.
 * Integers: number, bigint or decimal text, within the type's range. DateTime64: bigint ticks or text; DateTime: bigint
 * seconds or text. String and FixedString: text (as UTF-8) or bytes. A value that does not fit its type is a bug and throws.
 */
export function literal(typeText: string, value: ParamValue): string {
  const type = parseTypeName(typeText);
  return plain(type, value) ?? `CAST(${uncast(type, value)}, ${quoteText(type.text)})`;
}
