import type { Labels } from '@bongsu/model';
import { milliseconds, readPairs, readValues, splitLabels, unquote, type Item } from './notation.js';

/** A line to store. Times are milliseconds since the script's beginning of time. */
export interface ScriptLine {
  readonly labels: Labels;
  readonly line: string;
  readonly at: number;
  readonly metadata: Labels;
}

export interface Load {
  readonly kind: 'load';
  readonly line: number;
  readonly lines: readonly ScriptLine[];
}

export interface Clear {
  readonly kind: 'clear';
}

/** A result series with its values per step. */
export interface SeriesRow {
  readonly labels: Labels;
  readonly items: readonly Item[];
}

/** A text, or a pattern of which the message holds a match; neither: any message. */
export interface Message {
  readonly text?: string;
  readonly pattern?: string;
}

export interface Expected {
  readonly fail?: Message;
  readonly warn?: Message;
  readonly ordered: boolean;
  readonly scalar?: number;
  readonly series: readonly SeriesRow[];
  readonly lines: readonly ScriptLine[];
}

interface EvalBase extends Expected {
  readonly line: number;
  readonly query: string;
}

export interface InstantEval extends EvalBase {
  readonly kind: 'instant';
  readonly at: number;
}

export interface RangeEval extends EvalBase {
  readonly kind: 'range';
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Lines of [start, end). */
export interface LogsEval extends EvalBase {
  readonly kind: 'logs';
  readonly start: number;
  readonly end: number;
  readonly limit: number;
  readonly direction: 'forward' | 'backward';
}

export type Eval = InstantEval | RangeEval | LogsEval;
export type Command = Load | Clear | Eval;

interface Block {
  readonly line: number;
  readonly head: string;
  readonly body: readonly { readonly line: number; readonly text: string }[];
}

/**
 * Reads a script. A command begins at the margin, what belongs to it is indented:
 *
 *     clear
 *     load
 *       {app="a"} "text" @ 10s
 *       {app="a"} `{"k":1}` @ 1m [repeat every 10s for 5m] [metadata level="info"]
 *     eval instant at 1m sum(count_over_time({app="a"}[1m]))
 *       {} 3
 *     eval range from 0s to 5m step 1m rate({app="a"}[1m])
 *       {app="a"} 0.1 _ 0.2x2
 *     eval logs from 0s to 5m limit 10 forward {app="a"} | json
 *       {app="a", k="1"} `{"k":1}` @ 1m
 *     eval instant at 1m sum by (
 *       expect fail regex: parse error
 *
 * Also `expect empty`, `expect ordered`, `expect fail`, `expect fail msg: ...`, `expect warn regex: ...`, and a bare
 * number for a scalar. Labels of a line are those of its stream, its metadata and its pipeline together. `#` at the
 * margin or after the indent begins a comment.
 */
export function parseScript(text: string): readonly Command[] {
  return blocks(text).map(parseBlock);
}

function blocks(text: string): readonly Block[] {
  const found: { line: number; head: string; body: { line: number; text: string }[] }[] = [];
  text.split('\n').forEach((raw, i) => {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return;
    if (!/^\s/.test(raw)) found.push({ line: i + 1, head: trimmed, body: [] });
    else {
      const block = found.at(-1);
      if (!block) throw new Error(`line ${i + 1}: belongs to no command`);
      block.body.push({ line: i + 1, text: trimmed });
    }
  });
  return found;
}

const INSTANT = /^eval\s+instant\s+at\s+(\S+)\s+(.+)$/;
const RANGE = /^eval\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(.+)$/;
const LOGS = /^eval\s+logs\s+from\s+(\S+)\s+to\s+(\S+)(?:\s+limit\s+(\d+))?(?:\s+(forward|backward))?\s+(.+)$/;

function parseBlock({ line, head, body }: Block): Command {
  if (head === 'clear') return { kind: 'clear' };
  if (head === 'load') return { kind: 'load', line, lines: body.flatMap((one) => readLines(one.text)) };
  const instant = INSTANT.exec(head);
  if (instant) {
    const [, at, query] = instant;
    return { kind: 'instant', line, at: milliseconds(at!), query: query!, ...expectations(body, false) };
  }
  const range = RANGE.exec(head);
  if (range) {
    const [, from, to, step, query] = range;
    const span = { start: milliseconds(from!), end: milliseconds(to!), step: milliseconds(step!) };
    return { kind: 'range', line, ...span, query: query!, ...expectations(body, false) };
  }
  const logs = LOGS.exec(head);
  if (!logs) throw new Error(`line ${line}: not a command: ${head}`);
  const [, from, to, limit, direction, query] = logs;
  return {
    kind: 'logs',
    line,
    start: milliseconds(from!),
    end: milliseconds(to!),
    limit: Number(limit ?? 1000),
    direction: direction === 'backward' ? 'backward' : 'forward',
    query: query!,
    ...expectations(body, true),
  };
}

const QUOTED = /^("(?:[^"\\]|\\.)*"|`[^`]*`)\s*@\s*(\S+)\s*/;
const REPEAT = /^\[repeat every (\S+) for (\S+)\]\s*/;

/** A line of `load`, or of what is expected of logs: with `repeat` it is several, the last one `for` after the first. */
function readLines(text: string): ScriptLine[] {
  const { labels, rest } = splitLabels(text);
  const match = QUOTED.exec(rest);
  if (!match) throw new Error(`not a line: ${text}`);
  const line = unquote(match[1]!);
  const at = milliseconds(match[2]!);
  let left = rest.slice(match[0].length);
  let every = 1;
  let length = 0;
  const repeat = REPEAT.exec(left);
  if (repeat) {
    every = milliseconds(repeat[1]!);
    length = milliseconds(repeat[2]!);
    left = left.slice(repeat[0].length);
  }
  let metadata: Labels = {};
  if (left.startsWith('[metadata ')) {
    const read = readPairs(left.slice('[metadata '.length));
    metadata = Object.fromEntries(read.pairs);
    left = read.rest.replace(/^\]\s*/, '');
  }
  if (left !== '') throw new Error(`not understood: ${left}`);
  return Array.from({ length: Math.floor(length / every) + 1 }, (_, i) => ({
    labels,
    line,
    at: at + i * every,
    metadata,
  }));
}

const MESSAGE = /^expect\s+(fail|warn)(?:\s+(msg|regex):\s*(.*))?$/;
const NUMBER = /^[+-]?(?:inf|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i;

function expectations(body: Block['body'], logs: boolean): Expected {
  let so: Expected = { ordered: false, series: [], lines: [] };
  for (const { line, text } of body) {
    const message = MESSAGE.exec(text);
    if (message) {
      const [, what, how, wanted] = message;
      const detail: Message = how === undefined ? {} : how === 'msg' ? { text: wanted! } : { pattern: wanted! };
      so = what === 'fail' ? { ...so, fail: detail } : { ...so, warn: detail };
    } else if (text === 'expect ordered') so = { ...so, ordered: true };
    else if (text === 'expect empty') continue;
    else if (text.startsWith('expect')) throw new Error(`line ${line}: not an expectation: ${text}`);
    else if (NUMBER.test(text)) so = { ...so, scalar: readValues(text)[0]! };
    else if (logs) so = { ...so, lines: [...so.lines, ...readLines(text)] };
    else {
      const { labels, rest } = splitLabels(text);
      so = { ...so, series: [...so.series, { labels, items: readValues(rest) }] };
    }
  }
  return so;
}
