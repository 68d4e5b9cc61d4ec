import { err, ok, type Result } from '@bongsu/model';

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** Half of a surrogate pair: text that has no UTF-8 form. */
const LONE_SURROGATE = /\p{Surrogate}/u;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The end of the string literal that opens at `start` with `"` or a back quote (exclusive), or `undefined` when it
 * is not closed: Go's rules, so a `"` literal ends at the line.
 */
export function goStringEnd(source: string, start: number): number | undefined {
  if (source[start] === '`') {
    const close = source.indexOf('`', start + 1);
    return close < 0 ? undefined : close + 1;
  }
  for (let i = start + 1; i < source.length; i++) {
    const c = source[i];
    if (c === '"') return i + 1;
    if (c === '\n') return undefined;
    if (c === '\\') i++;
  }
  return undefined;
}

/** What a Go string literal, quotes included, stands for. The error says what is wrong with it. */
export function unquoteGoString(literal: string): Result<string, string> {
  if (LONE_SURROGATE.test(literal)) return err('invalid UTF-8 in string');
  const inner = literal.slice(1, -1);
  // Go drops carriage returns from raw strings.
  if (literal[0] === '`') return ok(inner.replaceAll('\r', ''));
  if (!inner.includes('\\')) return ok(inner);
  const bytes: number[] = [];
  let copied = 0;
  const copy = (end: number): void => {
    for (const byte of encoder.encode(inner.slice(copied, end))) bytes.push(byte);
  };
  for (let at = inner.indexOf('\\'); at >= 0; at = inner.indexOf('\\', copied)) {
    copy(at);
    const escape = readEscape(inner, at + 1);
    if (!escape.ok) return escape;
    for (const byte of escape.value.bytes) bytes.push(byte);
    copied = escape.value.end;
  }
  copy(inner.length);
  try {
    return ok(decoder.decode(new Uint8Array(bytes)));
  } catch {
    return err('invalid UTF-8 in string');
  }
}

interface Escape {
  readonly bytes: Iterable<number>;
  readonly end: number;
}

const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The escape whose letter stands at `at`, after the backslash. */
function readEscape(text: string, at: number): Result<Escape, string> {
  const letter = text[at] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined) return ok({ bytes: [simple], end: at + 1 });
  const digits = DIGITS[letter];
  if (digits !== undefined) {
    const hex = text.slice(at + 1, at + 1 + digits);
    if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) return err(`invalid escape \\${letter}`);
    const code = parseInt(hex, 16);
    const end = at + 1 + digits;
    if (letter === 'x') return ok({ bytes: [code], end });
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return err(`escape \\${letter}${hex} is no character`);
    return ok({ bytes: encoder.encode(String.fromCodePoint(code)), end });
  }
  const octal = text.slice(at, at + 3);
  if (/^[0-7]{3}$/.test(octal) && parseInt(octal, 8) < 256) return ok({ bytes: [parseInt(octal, 8)], end: at + 3 });
  return err(`invalid escape \\${letter}`);
}

const NAMED: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A `"` literal that `unquoteGoString` reads back as `text`. */
export function quoteGoString(text: string): string {
  return `"${text.replace(/[\\"\u0000-\u001f\u007f]/g, (c) => NAMED[c] ?? `\\x${hex2(c.charCodeAt(0))}`)}"`;
}

const hex2 = (code: number): string => code.toString(16).padStart(2, '0');
