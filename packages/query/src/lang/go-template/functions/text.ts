import { byteLength, byteSlice, CallFailure, type GoFunction } from '../value.js';
import { checkLength, fixed } from './define.js';

/** `strings.Replace`: an empty `old` stands before every character and at the end; negative `count` replaces all. */
function replace(text: string, old: string, by: string, count: bigint): string {
  if (count < 0n && old !== '') {
    checkLength(text.length + (text.split(old).length - 1) * by.length);
    return text.replaceAll(old, by);
  }
  const parts = old === '' ? ['', ...text] : text.split(old);
  if (old === '') parts.push('');
  checkLength(text.length + parts.length * by.length);
  let joined = parts[0]!;
  for (let i = 1; i < parts.length; i++) {
    const replaces = count < 0n || BigInt(i) <= count;
    joined += (replaces ? by : old) + parts[i]!;
  }
  return joined;
}

function trimLeft(text: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = [...text];
  const from = characters.findIndex((c) => !cut.has(c));
  return from < 0 ? '' : characters.slice(from).join('');
}

function trimRight(text: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = [...text];
  return characters.slice(0, characters.findLastIndex((c) => !cut.has(c)) + 1).join('');
}

const trimBoth = (text: string, cutset: string): string => trimRight(trimLeft(text, cutset), cutset);

/** What Go's `unicode.IsSpace` takes, which JavaScript's `trim` does not quite. */
const SPACE =
  /^[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;
const trimSpace = (text: string): string => text.replace(SPACE, '');

const withoutPrefix = (text: string, prefix: string): string =>
  text.startsWith(prefix) ? text.slice(prefix.length) : text;
const withoutSuffix = (text: string, suffix: string): string =>
  text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;

/** `strings.Title`: capitals where a word begins, behind all that is neither letter, digit nor `_`. */
const title = (text: string): string =>
  text.replace(
    /(^|[\0-/:-@[-^`{-\x7f\s])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );

function truncate(count: bigint, text: string): string {
  const size = byteLength(text);
  const wanted = Number(count);
  if (wanted < 0 && size + wanted > 0) return byteSlice(text, size + wanted, size);
  return wanted >= 0 && size > wanted ? byteSlice(text, 0, wanted) : text;
}

function substring(start: bigint, end: bigint, text: string): string {
  const size = BigInt(byteLength(text));
  const from = start < 0n ? 0n : start;
  const to = start < 0n ? end : end < 0n || end > size ? size : end;
  if (to < 0n || to > size)
    throw new CallFailure(`runtime error: slice bounds out of range [:${to}] with length ${size}`);
  if (from > to) throw new CallFailure(`runtime error: slice bounds out of range [${from}:${to}]`);
  return byteSlice(text, Number(from), Number(to));
}

function repeat(count: bigint, text: string): string {
  if (count < 0n) throw new CallFailure('strings: negative Repeat count');
  checkLength(Number(count) * text.length);
  return text.repeat(Number(count));
}

function indent(spaces: bigint, text: string): string {
  const pad = repeat(spaces, ' ');
  checkLength(text.length + text.split('\n').length * pad.length);
  return pad + text.replaceAll('\n', `\n${pad}`);
}

/** Pads with spaces or cuts to a number of characters. */
function align(count: bigint, text: string, side: 'left' | 'right'): string {
  const characters = [...text];
  const missing = Number(count) - characters.length;
  if (count < 0n || missing === 0) return text;
  if (missing > 0) {
    checkLength(Number(count));
    return side === 'left' ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
  }
  return (side === 'left' ? characters.slice(0, Number(count)) : characters.slice(-missing)).join('');
}

/** Functions of Go's package `strings`, with its order of arguments. */
export const GO_TEXT_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ['ToLower', fixed(['string'], (s) => s.toLowerCase())],
  ['ToUpper', fixed(['string'], (s) => s.toUpperCase())],
  ['Replace', fixed(['string', 'string', 'string', 'int'], replace)],
  ['Trim', fixed(['string', 'string'], trimBoth)],
  ['TrimLeft', fixed(['string', 'string'], trimLeft)],
  ['TrimRight', fixed(['string', 'string'], trimRight)],
  ['TrimPrefix', fixed(['string', 'string'], withoutPrefix)],
  ['TrimSuffix', fixed(['string', 'string'], withoutSuffix)],
  ['TrimSpace', fixed(['string'], trimSpace)],
]);

/** Functions of sprig, which takes the text last. `trunc` and `substr` count bytes. */
export const SPRIG_TEXT_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ['lower', fixed(['string'], (s) => s.toLowerCase())],
  ['upper', fixed(['string'], (s) => s.toUpperCase())],
  ['title', fixed(['string'], title)],
  ['trunc', fixed(['int', 'string'], truncate)],
  ['substr', fixed(['int', 'int', 'string'], substring)],
  ['contains', fixed(['string', 'string'], (part, s) => s.includes(part))],
  ['hasPrefix', fixed(['string', 'string'], (prefix, s) => s.startsWith(prefix))],
  ['hasSuffix', fixed(['string', 'string'], (suffix, s) => s.endsWith(suffix))],
  ['indent', fixed(['int', 'string'], indent)],
  ['nindent', fixed(['int', 'string'], (spaces, s) => `\n${indent(spaces, s)}`)],
  ['replace', fixed(['string', 'string', 'string'], (old, by, s) => replace(s, old, by, -1n))],
  ['repeat', fixed(['int', 'string'], repeat)],
  ['trim', fixed(['string'], trimSpace)],
  ['trimAll', fixed(['string', 'string'], (cutset, s) => trimBoth(s, cutset))],
  ['trimSuffix', fixed(['string', 'string'], (suffix, s) => withoutSuffix(s, suffix))],
  ['trimPrefix', fixed(['string', 'string'], (prefix, s) => withoutPrefix(s, prefix))],
]);

/** Loki's own. */
export const ALIGN_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ['alignLeft', fixed(['int', 'string'], (count, s) => align(count, s, 'left'))],
  ['alignRight', fixed(['int', 'string'], (count, s) => align(count, s, 'right'))],
]);
