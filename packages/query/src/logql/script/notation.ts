import type { Labels } from '@bongsu/model';
import { parseDuration, unquoteGoString } from '../../lang/index.js';

const LABEL = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*("(?:[^"\\]|\\.)*"|`[^`]*`)\s*,?\s*/;

/** Splits `{a="b", c="d"} rest`. */
export function splitLabels(text: string): { readonly labels: Labels; readonly rest: string } {
  if (!text.startsWith('{')) throw new Error(`not a label set: ${text}`);
  const { pairs, rest } = readPairs(text.slice(1));
  if (!rest.startsWith('}')) throw new Error(`a label set is not closed: ${text}`);
  return { labels: Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1))), rest: rest.slice(1).trim() };
}

/** Reads `a="b", c="d"` as far as it goes; commas may be left out. */
export function readPairs(text: string): { readonly pairs: [string, string][]; readonly rest: string } {
  const pairs: [string, string][] = [];
  let rest = text.trimStart();
  for (let match = LABEL.exec(rest); match; match = LABEL.exec(rest)) {
    pairs.push([match[1]!, unquote(match[2]!)]);
    rest = rest.slice(match[0].length);
  }
  return { pairs, rest };
}

export function unquote(literal: string): string {
  const text = unquoteGoString(literal);
  if (!text.ok) throw new Error(`${literal}: ${text.error}`);
  return text.value;
}

/** Milliseconds of `90s`, `1m30s`, `-5m`. */
export function milliseconds(text: string): number {
  const negative = text.startsWith('-');
  const parsed = parseDuration(negative ? text.slice(1) : text);
  if (!parsed.ok) throw new Error(parsed.error);
  const ms: number = parsed.value;
  return negative ? -ms : ms;
}

/** A value at a step, or none. */
export type Item = number | undefined;

const SEQUENCE =
  /^([+-]?(?:inf|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))(?:([+-](?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))?(?:x(\d+))?$/i;

/** `_`, `_x3`, `5`, `5x3` (four values), `5+2x3`, `5-2x3`, parted by spaces. */
export function readValues(text: string): Item[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap(expand);
}

function expand(word: string): Item[] {
  const blanks = /^_(?:x(\d+))?$/.exec(word);
  if (blanks) return new Array<Item>(Number(blanks[1] ?? 1)).fill(undefined);
  const match = SEQUENCE.exec(word);
  if (!match) throw new Error(`not a value: ${word}`);
  const [, first, increment, times] = match;
  const start = numberOf(first!);
  return Array.from({ length: Number(times ?? 0) + 1 }, (_, i) => start + i * Number(increment ?? 0));
}

function numberOf(text: string): number {
  const lower = text.toLowerCase();
  if (/^[+-]?inf$/.test(lower)) return lower.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?nan$/.test(lower) ? NaN : Number(text);
}
