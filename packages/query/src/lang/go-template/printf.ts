import { GoTime } from './go-time.js';
import { CallFailure, GoInt, GoMap, GoSlice, GoStruct, integerOf, typeName, type GoValue } from './value.js';

/** Go bounds width and precision of a verb likewise (fmt/print.go, `tooLarge`). */
const MAX_WIDTH = 1e6;
/** More than any line has: a format may repeat its widths. */
const MAX_TEXT = 4e6;

interface Flags {
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  width?: number;
  precision?: number;
}

/** `fmt.Sprint`: a space between operands where neither is a string. */
export function sprint(args: readonly GoValue[]): string {
  let text = '';
  for (const [i, arg] of args.entries()) {
    if (i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string') text += ' ';
    text += printValue(arg);
  }
  return text;
}

/** `fmt.Sprintln`: a space between all operands and a line feed behind them. */
export const sprintln = (args: readonly GoValue[]): string => `${args.map((arg) => printValue(arg)).join(' ')}\n`;

/** What `%v` prints; `plus` is `%+v`. */
export function printValue(value: GoValue, plus = false): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatFloat(value, 'g', undefined);
  if (value instanceof GoInt && value.text !== undefined) return value.text;
  const integer = integerOf(value);
  if (integer !== undefined) return integer.toString();
  if (typeof value === 'boolean') return String(value);
  if (value instanceof GoSlice) return `[${value.items.map((item) => printValue(item, plus)).join(' ')}]`;
  if (value instanceof GoMap) {
    return `map[${value
      .sortedKeys()
      .map((key) => `${key}:${printValue(value.entries.get(key) ?? null, plus)}`)
      .join(' ')}]`;
  }
  if (value instanceof GoStruct) {
    const fields = [...value.fields].map(([name, field]) => (plus ? `${name}:` : '') + printValue(field, plus));
    return `{${fields.join(' ')}}`;
  }
  return value instanceof GoTime ? value.toString() : typeName(value);
}

/** `fmt.Sprintf`, its complaints about wrong verbs and operands included. */
export function sprintf(format: string, args: readonly GoValue[]): string {
  let text = '';
  let next = 0;
  let reordered = false;
  let at = 0;
  /** `[n]` chooses the operand; false where there is none of that number. */
  const argumentIndex = (): boolean => {
    if (format[at] !== '[') return true;
    reordered = true;
    const close = format.indexOf(']', at);
    const index = close < 0 ? NaN : Number(format.slice(at + 1, close));
    at = close < 0 ? at + 1 : close + 1;
    if (!Number.isInteger(index) || index < 1 || index > args.length) return false;
    next = index - 1;
    return true;
  };
  while (at < format.length) {
    const percent = format.indexOf('%', at);
    if (percent < 0) break;
    text += format.slice(at, percent);
    at = percent + 1;
    const flags: Flags = { plus: false, minus: false, sharp: false, space: false, zero: false };
    for (; at < format.length; at++) {
      const c = format[at];
      if (c === '+') flags.plus = true;
      else if (c === '-') flags.minus = true;
      else if (c === '#') flags.sharp = true;
      else if (c === ' ') flags.space = true;
      else if (c === '0') flags.zero = true;
      else break;
    }
    let goodIndex = argumentIndex();
    let bad = '';
    const number = (): number | undefined => {
      if (format[at] === '*') {
        at++;
        const given = integerOf(args[next++] ?? null);
        if (given !== undefined && given >= -MAX_WIDTH && given <= MAX_WIDTH) return Number(given);
        return NaN;
      }
      const digits = /^\d+/.exec(format.slice(at, at + 8))?.[0] ?? '';
      at += digits.length;
      if (digits === '') return undefined;
      return Number(digits) > MAX_WIDTH ? NaN : Number(digits);
    };
    const width = number();
    if (Number.isNaN(width)) bad += '%!(BADWIDTH)';
    else if (width !== undefined) {
      flags.minus ||= width < 0;
      flags.width = Math.abs(width);
    }
    if (format[at] === '.') {
      at++;
      goodIndex = argumentIndex() && goodIndex;
      const precision = number() ?? 0;
      if (Number.isNaN(precision) || precision < 0) bad += '%!(BADPREC)';
      else flags.precision = precision;
    }
    goodIndex = argumentIndex() && goodIndex;
    text += bad;
    if (at >= format.length) {
      text += '%!(NOVERB)';
      break;
    }
    const verb = String.fromCodePoint(format.codePointAt(at)!);
    at += verb.length;
    if (verb === '%') text += '%';
    else if (!goodIndex) text += `%!${verb}(BADINDEX)`;
    else if (next >= args.length) text += `%!${verb}(MISSING)`;
    else text += formatVerb(verb, args[next++]!, flags);
    if (text.length > MAX_TEXT) throw new CallFailure(`the text is longer than ${MAX_TEXT} characters`);
  }
  if (at < format.length && format.indexOf('%', at) < 0) text += format.slice(at);
  if (!reordered && next < args.length) {
    const extra = args.slice(next).map((arg) => (arg === null ? '<nil>' : `${typeName(arg)}=${printValue(arg)}`));
    text += `%!(EXTRA ${extra.join(', ')})`;
  }
  return text;
}

function formatVerb(verb: string, value: GoValue, flags: Flags): string {
  if (verb === 'T') return pad(typeName(value), flags);
  if (verb === 'v' && value === null) return pad('<nil>', flags);
  // Of `%+v` and `%#v` the flag is about structs and syntax, not about signs and prefixes.
  const isNumber = typeof value === 'number' || typeof value === 'bigint' || value instanceof GoInt;
  const formatted = formatKind(verb, value, verb === 'v' && isNumber ? { ...flags, plus: false, sharp: false } : flags);
  if (formatted !== undefined) return formatted;
  return value === null ? `%!${verb}(<nil>)` : `%!${verb}(${typeName(value)}=${printValue(value)})`;
}

/** `undefined` where the verb does not go with the value. */
function formatKind(verb: string, value: GoValue, flags: Flags): string | undefined {
  if (typeof value === 'string') return formatString(verb, value, flags);
  if (typeof value === 'number') return formatFloatVerb(verb, value, flags);
  if (typeof value === 'boolean') return verb === 't' || verb === 'v' ? pad(String(value), flags) : undefined;
  if (typeof value === 'bigint') return formatInteger(verb, value, flags);
  if (value instanceof GoInt) {
    const asText = value.text !== undefined && 'vsxXq'.includes(verb);
    return asText ? formatString(verb, value.text, flags) : formatInteger(verb, value.value, flags);
  }
  if (value instanceof GoTime) return formatString(verb, value.toString(), flags);
  if (value === null) return undefined;
  if (verb === 'v') return pad(printValue(value, flags.plus), flags);
  // A verb goes to every element.
  if (value instanceof GoSlice) return `[${value.items.map((item) => formatVerb(verb, item, flags)).join(' ')}]`;
  if (value instanceof GoMap) {
    const pair = (key: string): string =>
      `${formatVerb(verb, key, flags)}:${formatVerb(verb, value.entries.get(key) ?? null, flags)}`;
    return `map[${value.sortedKeys().map(pair).join(' ')}]`;
  }
  return undefined;
}

function formatString(verb: string, value: string, flags: Flags): string | undefined {
  const { precision } = flags;
  const cut = precision === undefined ? value : [...value].slice(0, precision).join('');
  switch (verb) {
    case 'v':
      return pad(flags.sharp ? goQuote(cut) : cut, flags);
    case 's':
      return pad(cut, flags);
    case 'q':
      return pad(flags.sharp && !cut.includes('`') ? `\`${cut}\`` : goQuote(cut), flags);
    case 'x':
    case 'X': {
      const bytes = Buffer.from(value).subarray(0, precision);
      const prefix = flags.sharp && bytes.length > 0 ? '0x' : '';
      const separator = flags.space ? (flags.sharp ? ' 0x' : ' ') : '';
      const hex = prefix + [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(separator);
      return pad(verb === 'X' ? hex.toUpperCase() : hex, flags);
    }
    default:
      return undefined;
  }
}

const RADIX: Readonly<Record<string, [radix: number, prefix: string]>> = {
  d: [10, ''],
  v: [10, ''],
  b: [2, '0b'],
  o: [8, '0'],
  O: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function formatInteger(verb: string, value: bigint, flags: Flags): string | undefined {
  if (verb === 'c' || verb === 'q' || verb === 'U') {
    const valid = value >= 0n && value <= 0x10ffffn && (value < 0xd800n || value > 0xdfffn);
    const char = valid ? String.fromCodePoint(Number(value)) : '\ufffd';
    if (verb === 'c') return pad(char, flags);
    if (verb === 'q') return pad(`'${goQuote(char).slice(1, -1).replace(/^'$/, "\\'").replace(/^\\"$/, '"')}'`, flags);
    const code = `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
    return pad(flags.sharp ? `${code} '${char}'` : code, flags);
  }
  if ('eEfFgG'.includes(verb)) return undefined;
  const base = Object.hasOwn(RADIX, verb) ? RADIX[verb] : undefined;
  if (!base) return undefined;
  const [radix, prefix] = base;
  const negative = value < 0n;
  let digits = (negative ? -value : value).toString(radix);
  if (verb === 'X') digits = digits.toUpperCase();
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  const lead = flags.sharp || verb === 'O' ? prefix : '';
  if (flags.precision !== undefined) {
    digits = flags.precision === 0 && value === 0n ? '' : digits.padStart(flags.precision, '0');
  } else if (flags.zero && !flags.minus && flags.width !== undefined) {
    digits = digits.padStart(flags.width - sign.length - lead.length, '0');
  }
  return pad(sign + lead + digits, { ...flags, zero: false });
}

function formatFloatVerb(verb: string, value: number, flags: Flags): string | undefined {
  const form = verb === 'v' ? 'g' : verb === 'F' ? 'f' : verb;
  if (!'eEfgG'.includes(form) || form.length !== 1) return undefined;
  const precision = flags.precision ?? (form === 'g' || form === 'G' ? undefined : 6);
  const plain = formatFloat(value, form as 'e' | 'E' | 'f' | 'g' | 'G', precision);
  const signed = /^[+-]/.test(plain) ? plain : `+${plain}`;
  const sign = signed.startsWith('-') ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  const digits = signed.slice(1);
  // Infinities and NaN are padded with spaces.
  const finite = Number.isFinite(value);
  if (!finite && value === Infinity && !flags.plus && !flags.space) return pad(plain, { ...flags, zero: false });
  if (flags.zero && !flags.minus && finite && flags.width !== undefined) {
    return sign + digits.padStart(flags.width - sign.length, '0');
  }
  return pad(sign + digits, { ...flags, zero: false });
}

/** `strconv.FormatFloat(value, form, precision, 64)`; no precision: the shortest text that reads back as the value. */
export function formatFloat(value: number, form: 'e' | 'E' | 'f' | 'g' | 'G', precision: number | undefined): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (form === 'f') return sign + fixed(magnitude, precision);
  if (form === 'e' || form === 'E') {
    const text = exponential(magnitude.toExponential(...digitsArgument(precision)));
    return sign + (form === 'E' ? text.toUpperCase() : text);
  }
  const wanted = precision === 0 ? 1 : precision;
  const [mantissa, exponentText] = magnitude
    .toExponential(...digitsArgument(wanted === undefined ? undefined : wanted - 1))
    .split('e');
  const exponent = Number(exponentText);
  const shortest = wanted === undefined;
  // 'g' drops zeros at the end.
  const digits = mantissa!.replace('.', '').replace(/0+$/, '') || '0';
  // The point from which on the exponent is written (strconv/ftoa.go, %g).
  let limit = shortest ? 6 : wanted;
  if (!shortest && limit > digits.length && digits.length >= exponent + 1) limit = digits.length;
  if (exponent < -4 || exponent >= limit) {
    const text = exponential(`${digits[0]!}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${exponent}`);
    return sign + (form === 'G' ? text.toUpperCase() : text);
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return sign + whole + (fraction === '' ? '' : `.${fraction}`);
}

/** JavaScript writes at most 100 digits. */
const digitsArgument = (digits: number | undefined): [number] | [] =>
  digits === undefined ? [] : [Math.min(digits, 100)];

function fixed(magnitude: number, precision: number | undefined): string {
  if (precision === undefined || magnitude >= 1e21) {
    const text = plainDecimal(magnitude);
    return precision === undefined || precision === 0 ? text : `${text}.${'0'.repeat(precision)}`;
  }
  const digits = Math.min(precision, 100);
  const text = magnitude.toFixed(digits) + '0'.repeat(precision - digits);
  // JavaScript rounds a half up, Go to even.
  const exact = magnitude.toFixed(100);
  const cut = exact.length - 100 + digits;
  const isHalf = /^50*$/.test(exact.slice(cut));
  const down = exact.slice(0, digits === 0 ? cut - 1 : cut);
  return isHalf && Number(down.at(-1)) % 2 === 0 ? down : text;
}

/** The shortest digits without an exponent. */
function plainDecimal(magnitude: number): string {
  if (magnitude >= 1e21) return BigInt(magnitude).toString();
  const [mantissa, exponentText] = String(magnitude).split('e');
  if (exponentText === undefined) return mantissa!;
  const exponent = Number(exponentText);
  return `0.${'0'.repeat(-exponent - 1)}${mantissa!.replace('.', '')}`;
}

/** Go writes at least two digits of exponent. */
function exponential(text: string): string {
  const [mantissa, exponent] = text.split('e');
  const sign = exponent!.startsWith('-') ? '-' : '+';
  return `${mantissa!}e${sign}${exponent!.replace(/^[+-]/, '').padStart(2, '0')}`;
}

function pad(text: string, { width, minus, zero }: Flags): string {
  const missing = (width ?? 0) - [...text].length;
  if (missing <= 0) return text;
  if (minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** `strconv.Quote`. */
export function goQuote(text: string): string {
  const quoted = text.replace(/[\\"]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (c) => {
    const named = ESCAPES[c];
    if (named !== undefined) return named;
    const code = c.codePointAt(0)!;
    const hex = code.toString(16);
    if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  });
  return `"${quoted}"`;
}
