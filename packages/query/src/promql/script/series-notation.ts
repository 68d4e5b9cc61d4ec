import { parseDuration } from '../../lang/index.js';
import { LabelSet } from '../exec/label-set.js';
import { METRIC_NAME } from '../syntax/index.js';
import { unquote } from '../syntax/quote.js';
import { parseHistograms, type HistogramItem } from './histogram-notation.js';

/** One place of a value sequence: no sample, a stale marker, or a value. */
export type Item = 'none' | 'stale' | number | HistogramItem;

/** A line of a script: a series and its values, one per step. */
export interface SeriesLine {
  readonly labels: LabelSet;
  readonly items: readonly Item[];
  /** When the counter began, in ms before (negative) or after each sample; by place in `items`. */
  readonly starts?: readonly (number | undefined)[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
/** A label, its value, and what follows; a quoted text alone is the metric's name. */
const LABEL =
  /^\s*(?:("(?:[^"\\]|\\.)*")|([a-zA-Z_][a-zA-Z0-9_]*))\s*(?:=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?\s*(,|\})/;

/** Splits `name{a="b"} 1 2+1x3` into labels and the text of the values. */
export function splitSeries(line: string): { readonly labels: LabelSet; readonly rest: string } {
  const entries: [string, string][] = [];
  let rest = line.trim();
  const name = NAME.exec(rest)?.[0] ?? '';
  if (name !== '') entries.push([METRIC_NAME, name]);
  rest = rest.slice(name.length);
  if (rest.startsWith('{')) {
    rest = rest.slice(1);
    for (;;) {
      const closed = /^\s*\}/.exec(rest);
      if (closed) {
        rest = rest.slice(closed[0].length);
        break;
      }
      const match = LABEL.exec(rest);
      if (!match) throw new Error(`not a series: ${line}`);
      const [whole, quoted, bare, value, end] = match;
      const label = quoted === undefined ? bare! : unquote(quoted);
      entries.push(value === undefined ? [METRIC_NAME, label] : [label, unquote(value)]);
      rest = rest.slice(whole.length);
      if (end === '}') break;
    }
  }
  return { labels: LabelSet.of(entries), rest: rest.trim() };
}

export function parseSeriesLine(line: string): SeriesLine {
  const { labels, rest } = splitSeries(line);
  const items = rest.match(WORD) ?? [];
  return { labels, items: items.flatMap((word) => parseHistograms(word) ?? expandItem(word)) };
}

/** A histogram is one word, spaces and all, with what is added to it. */
const WORD = /(?:\{\{[^}]*\}\}\S*?(?=\{\{|\s|$))+|\S+/g;
/** Lines of a `load`: series, before each perhaps one with its name, `@st` and how far off its samples' starts are. */
export function parseLoadedSeries(lines: readonly string[]): readonly SeriesLine[] {
  const series: SeriesLine[] = [];
  let starts: SeriesLine['starts'];
  for (const line of lines) {
    const { labels, rest } = splitSeries(line);
    if (rest.startsWith('@st')) {
      starts = rest.slice('@st'.length).trim().split(/\s+/).flatMap(expandStart);
      continue;
    }
    const own = parseSeriesLine(line);
    series.push(starts === undefined ? own : { ...own, labels, starts });
    starts = undefined;
  }
  return series;
}

const START_SEQUENCE = /^([+-]?\w+)(?:([+-])(\w+))?$/;

/** `_`, `_x3`, `-15s`, `+1m`, `-15sx3` (four), `-15s-15sx3`, `-15s+5sx3`. */
function expandStart(word: string): (number | undefined)[] {
  const blanks = /^_(?:x(\d+))?$/.exec(word);
  if (blanks) return new Array<number | undefined>(Number(blanks[1] ?? 1)).fill(undefined);
  // The count is cut off first: `x` ends no duration.
  const [, sequence, times] = /^(.*?)(?:x(\d+))?$/.exec(word)!;
  const match = START_SEQUENCE.exec(sequence!);
  if (!match) throw new Error(`not a start: ${word}`);
  const [, first, sign, increment] = match;
  const by = increment === undefined ? 0 : signedDuration(increment) * (sign === '-' ? -1 : 1);
  const from = signedDuration(first!);
  return Array.from({ length: Number(times ?? 0) + 1 }, (_, i) => from + i * by);
}

/** Milliseconds of a duration that may have a sign. */
export function signedDuration(text: string): number {
  const negative = text.startsWith('-');
  const parsed = parseDuration(text.replace(/^[+-]/, ''));
  if (!parsed.ok) throw new Error(`${parsed.error}: ${text}`);
  return (negative ? -1 : 1) * parsed.value;
}

const SEQUENCE =
  /^([+-]?(?:inf|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))(?:([+-](?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))?(?:x(\d+))?$/i;

/** `_`, `_x3`, `stale`, `5`, `5x3` (four values), `5+2x3`, `5-2x3`. */
function expandItem(word: string): Item[] {
  const blanks = /^_(?:x(\d+))?$/.exec(word);
  if (blanks) return new Array<Item>(Number(blanks[1] ?? 1)).fill('none');
  const staleness = /^stale(?:x(\d+))?$/.exec(word);
  if (staleness) return new Array<Item>(Number(staleness[1] ?? 0) + 1).fill('stale');
  const match = SEQUENCE.exec(word);
  if (!match) throw new Error(`not a value: ${word}`);
  const [, first, increment, times] = match;
  let value = numberOf(first!);
  const result: Item[] = [];
  for (let i = 0; i <= Number(times ?? 0); i++) {
    result.push(value);
    value += Number(increment ?? 0);
  }
  return result;
}

/** A value as Go writes it. */
export function numberOf(text: string): number {
  const lower = text.toLowerCase();
  if (/^[+-]?inf$/.test(lower)) return lower.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/.test(lower)) return NaN;
  return Number(text);
}
