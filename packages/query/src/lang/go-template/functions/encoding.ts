import { escapeQuery, unescapeQuery } from '../escape.js';
import { GoMap, GoSlice, isTrue, type GoFunction, type GoValue } from '../value.js';
import { fixed, variadic } from './define.js';

const BASE64 = /[^A-Za-z0-9+/]/;

/** `base64.StdEncoding.DecodeString` where Loki adds the padding that is missing; a fault is the result's text. */
function decodeBase64(text: string): string {
  const rest = text.length % 4;
  const padded = rest > 1 ? text + '='.repeat(4 - rest) : text;
  const plain = padded.replace(/[\r\n]/g, '').replace(/={1,2}$/, '');
  const bad = BASE64.exec(plain);
  if (bad) return `illegal base64 data at input byte ${bad.index}`;
  if (plain.length % 4 === 1) return `illegal base64 data at input byte ${plain.length - 1}`;
  return Buffer.from(plain, 'base64').toString();
}

/** A JSON text's value: numbers are floats, `null` is nil. */
function goValueOf(json: unknown): GoValue {
  if (Array.isArray(json)) return new GoSlice(json.map(goValueOf));
  if (typeof json !== 'object' || json === null) return json as string | number | boolean | null;
  const entries = new Map(Object.entries(json));
  return new GoMap('interface {}', {
    get: (key) => (entries.has(key) ? goValueOf(entries.get(key)) : undefined),
    keys: () => entries.keys(),
  });
}

/** nil for what is no JSON. */
function fromJson(text: string): GoValue {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return goValueOf(json);
}

export const ENCODING_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ['urlencode', fixed(['string'], escapeQuery)],
  ['urldecode', fixed(['string'], unescapeQuery)],
  ['b64enc', fixed(['string'], (s) => Buffer.from(s).toString('base64'))],
  ['b64dec', fixed(['string'], decodeBase64)],
  ['fromJson', fixed(['string'], fromJson)],
  ['default', variadic(['any'], ([fallback, given = null]) => (isTrue(given) ? given : fallback!))],
]);
