import { unquote } from '../syntax/quote.js';
import { numberOf, parseLoadedSeries, parseSeriesLine, signedDuration, type SeriesLine } from './series-notation.js';

/** Times and steps in ms. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export interface Load {
  readonly kind: 'load';
  readonly line: number;
  readonly step: number;
  readonly series: readonly SeriesLine[];
  /** The command makes native histograms of classic ones. */
  readonly histograms: boolean;
}

export interface Eval {
  readonly kind: 'eval';
  readonly line: number;
  readonly query: string;
  /** An instant, or a range. */
  readonly at: number | Span;
  readonly ordered: boolean;
  /** An error is expected, with this text or pattern if there is one. */
  readonly fail?: { readonly text?: string; readonly pattern?: string };
  readonly warn: Annotations;
  readonly info: Annotations;
  readonly scalar?: number;
  readonly text?: string;
  /** The answer of an instant query is a range vector with samples at these times. */
  readonly matrix?: Span;
  readonly rows: readonly SeriesLine[];
}

/** What is expected of one kind of annotation: not checked, none, or each of these and no other. */
export type Annotations = undefined | 'none' | readonly { readonly text?: string; readonly pattern?: string }[];

export type Command = Load | Eval | { readonly kind: 'clear'; readonly line: number };

interface Block {
  readonly line: number;
  readonly head: string;
  readonly body: readonly string[];
}

/** Reads a script in the notation of Prometheus' promqltest. Throws on a line it does not understand. */
export function parseScript(text: string): readonly Command[] {
  return blocks(text).map((block): Command => {
    if (block.head === 'clear') return { kind: 'clear', line: block.line };
    if (/^load(?:_with_nhcb)?\s/.test(block.head)) return parseLoad(block);
    return parseEval(block);
  });
}

function blocks(text: string): Block[] {
  const found: { line: number; head: string; body: string[] }[] = [];
  let open = false;
  text.split('\n').forEach((raw, i) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) {
      open = false;
      return;
    }
    const starts = /^(?:clear$|load(?:_with_nhcb)?\s|eval)/.test(line);
    if (!open || starts) found.push({ line: i + 1, head: line, body: [] });
    else found.at(-1)!.body.push(line);
    open = true;
  });
  return found;
}

function parseLoad({ line, head, body }: Block): Load {
  const match = /^(load(?:_with_nhcb)?)\s+(\S+)$/.exec(head);
  if (!match) throw new Error(`line ${line}: not a load: ${head}`);
  return {
    kind: 'load',
    line,
    step: signedDuration(match[2]!),
    series: parseLoadedSeries(body),
    histograms: match[1] !== 'load',
  };
}

const INSTANT = /^eval(?:_(fail|warn|ordered|info))?\s+instant\s+(?:at\s+)?(\S+)\s+(.+)$/;
const RANGE = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(.+)$/;

function parseEval({ line, head, body }: Block): Eval {
  const instant = INSTANT.exec(head);
  const range = RANGE.exec(head);
  const mode = (instant ?? range)?.[1];
  let base: { at: number | Span; query: string };
  if (instant) base = { at: signedDuration(instant[2]!), query: instant[3]! };
  else if (range) {
    const at = { start: signedDuration(range[2]!), end: signedDuration(range[3]!), step: signedDuration(range[4]!) };
    base = { at, query: range[5]! };
  } else throw new Error(`line ${line}: not an eval: ${head}`);
  const expected = body.reduce(expectation, START);
  const failing = expected.fail ?? (mode === 'fail' ? {} : undefined);
  return {
    kind: 'eval',
    line,
    ...base,
    ...expected,
    ordered: expected.ordered || mode === 'ordered',
    warn: mode === 'warn' ? (expected.warn ?? [{}]) : expected.warn,
    info: mode === 'info' ? (expected.info ?? [{}]) : expected.info,
    ...(failing ? { fail: failing } : {}),
  };
}

type Expected = Pick<Eval, 'ordered' | 'fail' | 'warn' | 'info' | 'scalar' | 'text' | 'matrix' | 'rows'>;
const START: Expected = { ordered: false, warn: undefined, info: undefined, rows: [] };

const EXPECT = /^expect\s+(ordered|fail|warn|no_warn|info|no_info)(?:\s+(?:(msg|regex):\s*(.*)))?$/;
const MATRIX = /^expect\s+range\s+vector\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)$/;
const PLAIN_NUMBER = /^[+-]?(?:inf|nan|0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i;

function expectation(so: Expected, line: string): Expected {
  const text = /^expect\s+string\s+(.*)$/.exec(line);
  if (text) return { ...so, text: unquote(text[1]!) };
  const matrix = MATRIX.exec(line);
  if (matrix) {
    const [, start, end, step] = matrix;
    return { ...so, matrix: { start: signedDuration(start!), end: signedDuration(end!), step: signedDuration(step!) } };
  }
  const message = /^expected_fail_(message|regexp)\s+(.*)$/.exec(line);
  if (message) return { ...so, fail: message[1] === 'message' ? { text: message[2]! } : { pattern: message[2]! } };
  const expect = EXPECT.exec(line);
  if (expect) {
    const [, what, how, wanted] = expect;
    const detail = how === undefined ? {} : how === 'msg' ? { text: wanted! } : { pattern: wanted! };
    switch (what) {
      case 'ordered':
        return { ...so, ordered: true };
      case 'fail':
        return { ...so, fail: detail };
      case 'no_warn':
        return { ...so, warn: 'none' };
      case 'no_info':
        return { ...so, info: 'none' };
      case 'warn':
        return { ...so, warn: [...listed(so.warn), detail] };
      default:
        return { ...so, info: [...listed(so.info), detail] };
    }
  }
  if (PLAIN_NUMBER.test(line)) return { ...so, scalar: numberOf(line) };
  return { ...so, rows: [...so.rows, parseSeriesLine(line)] };
}

const listed = (annotations: Annotations) => (typeof annotations === 'object' ? annotations : []);
