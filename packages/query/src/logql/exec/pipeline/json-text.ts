/** What is wrong with a JSON text, in the words of the scanner that Loki uses (github.com/grafana/jsonparser). */
export const JSON_FAULTS = {
  json: 'Malformed JSON error',
  object: "Value looks like object, but can't find closing '}' symbol",
  array: "Value is array, but can't find closing ']' symbol",
  string: "Value is string, but can't find closing '\"' symbol",
  value: "Value looks like Number/Boolean/None, but can't find its end: ',' or '}' symbol",
  type: 'Unknown value type',
  escape: 'Encountered an invalid escape sequence in a string',
} as const;

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;

/** The first place from `at` on that holds no space; `end` when there is none. */
export function skipSpace(text: string, at: number, end: number): number {
  while (at < end) {
    const c = text.charCodeAt(at);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) break;
    at++;
  }
  return at;
}

/** Where the quote stands that closes the string whose text begins at `start`, or -1. */
export function closingQuote(text: string, start: number, end: number): number {
  let at = text.indexOf('"', start);
  while (at >= 0 && at < end) {
    // An odd number of backslashes in front makes it part of the text.
    let before = at - 1;
    while (before >= start && text.charCodeAt(before) === BACKSLASH) before--;
    if ((at - before) % 2 === 1) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}

/** Behind the bracket that closes the one at `at`, strings skipped; -1 when none does. */
export function blockEnd(text: string, at: number, end: number, open: number, close: number): number {
  let depth = 0;
  for (; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === QUOTE) {
      at = closingQuote(text, at + 1, end);
      if (at < 0) return -1;
    } else if (c === open) {
      depth++;
    } else if (c === close && --depth === 0) {
      return at + 1;
    }
  }
  return -1;
}

/** Behind a number or word that begins at `at`. */
export function tokenEnd(text: string, at: number, end: number): number {
  for (; at < end; at++) {
    switch (text.charCodeAt(at)) {
      case 0x20:
      case 0x0a:
      case 0x0d:
      case 0x09:
      case COMMA:
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        return at;
    }
  }
  return end;
}

export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** A value in a text: `start` and `end` (exclusive) include quotes and brackets. */
export interface JsonSpan {
  kind: JsonKind;
  start: number;
  end: number;
}

/**
 * Finds the value that begins at `at`, where no space stands, and writes its place to `into`. Returns a fault's text or
 * `undefined`. Numbers are not looked into, and neither are arrays and objects but for their end.
 */
export function readJsonValue(text: string, at: number, end: number, into: JsonSpan): string | undefined {
  if (at >= end) return JSON_FAULTS.json;
  const first = text.charCodeAt(at);
  into.start = at;
  if (first === QUOTE) {
    const close = closingQuote(text, at + 1, end);
    into.kind = 'string';
    into.end = close + 1;
    return close < 0 ? JSON_FAULTS.string : undefined;
  }
  if (first === OPEN_BRACE) {
    into.kind = 'object';
    into.end = blockEnd(text, at, end, OPEN_BRACE, CLOSE_BRACE);
    return into.end < 0 ? JSON_FAULTS.object : undefined;
  }
  if (first === OPEN_BRACKET) {
    into.kind = 'array';
    into.end = blockEnd(text, at, end, OPEN_BRACKET, CLOSE_BRACKET);
    return into.end < 0 ? JSON_FAULTS.array : undefined;
  }
  into.end = tokenEnd(text, at, end);
  const length = into.end - at;
  if ((first >= 0x30 && first <= 0x39) || first === 0x2d) into.kind = 'number';
  else if ((length === 4 && text.startsWith('true', at)) || (length === 5 && text.startsWith('false', at))) {
    into.kind = 'boolean';
  } else if (length === 4 && text.startsWith('null', at)) into.kind = 'null';
  else return JSON_FAULTS.type;
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The text that a JSON string without its quotes stands for; `undefined` for an escape that is none. */
export function unescapeJson(raw: string): string | undefined {
  let at = raw.indexOf('\\');
  if (at < 0) return raw;
  let text = '';
  let copied = 0;
  while (at >= 0) {
    text += raw.slice(copied, at);
    const letter = raw[at + 1] ?? '';
    if (letter === 'u') {
      const unit = hexUnit(raw, at + 2);
      if (unit === undefined) return undefined;
      copied = at + 6;
      if (unit >= 0xd800 && unit <= 0xdfff) {
        // Half a pair is no text: the other half must follow.
        const low = raw.startsWith('\\u', copied) ? hexUnit(raw, copied + 2) : undefined;
        if (unit >= 0xdc00 || low === undefined || low < 0xdc00 || low > 0xdfff) return undefined;
        text += String.fromCharCode(unit, low);
        copied += 6;
      } else {
        text += String.fromCharCode(unit);
      }
    } else {
      if (!Object.hasOwn(ESCAPES, letter)) return undefined;
      text += ESCAPES[letter]!;
      copied = at + 2;
    }
    at = raw.indexOf('\\', copied);
  }
  return text + raw.slice(copied);
}

function hexUnit(raw: string, at: number): number | undefined {
  const digits = raw.slice(at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? parseInt(digits, 16) : undefined;
}

/** A label's value from the text of a JSON string: '' for a bad escape, and a space for what was no UTF-8. */
export function labelText(raw: string): string {
  const text = unescapeJson(raw) ?? '';
  return text.includes('\ufffd') ? text.replaceAll('\ufffd', ' ') : text;
}
