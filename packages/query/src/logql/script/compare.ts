import type { Labels } from '@bongsu/model';
import { compileAnchored } from '../../lang/index.js';
import type { MetricValue } from '../exec/metric/value.js';
import type { LogStreams } from '../query-logs.js';
import { millisOf, timeOf } from './load.js';
import type { Eval, InstantEval, LogsEval, Message, RangeEval } from './script.js';

/** Relative difference that still counts as equal. */
const EPSILON = 1e-9;

export function almostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return a === b || Math.abs(a - b) <= EPSILON * Math.max(Math.abs(a), Math.abs(b));
}

type Row = readonly [labels: string, points: readonly (readonly [time: number, value: number])[]];

const textOf = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** What differs between an answer and what the script says, or `undefined`. */
export function compareMetric(value: MetricValue, expected: InstantEval | RangeEval): string | undefined {
  if (value.type === 'scalar') {
    const equal = expected.scalar !== undefined && almostEqual(value.value, expected.scalar);
    return equal ? undefined : `got scalar ${value.value}`;
  }
  if (expected.scalar !== undefined) return `wanted scalar ${expected.scalar}, got ${show(rowsOf(value))}`;
  const actual = rowsOf(value);
  const wanted = expected.series
    .map((row): Row => [textOf(row.labels), pointsOf(row.items, expected)])
    .filter(([, points]) => points.length > 0);
  const sort = (rows: readonly Row[]): readonly Row[] =>
    expected.ordered ? rows : [...rows].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const [mine, theirs] = [sort(actual), sort(wanted)];
  const same = mine.length === theirs.length && mine.every((row, i) => sameRow(row, theirs[i]!));
  return same ? undefined : `got ${show(actual)}`;
}

function rowsOf(value: Exclude<MetricValue, { type: 'scalar' }>): readonly Row[] {
  return value.type === 'vector'
    ? value.samples.map((s): Row => [textOf(s.labels), [[s.time, s.value]]])
    : value.series.map((s): Row => [textOf(s.labels), s.times.map((t, i) => [t, s.values[i]!] as const)]);
}

function pointsOf(items: Eval['series'][number]['items'], expected: InstantEval | RangeEval): Row[1] {
  const start = expected.kind === 'instant' ? expected.at : expected.start;
  const step = expected.kind === 'instant' ? 0 : expected.step;
  return items.flatMap((item, i) => (item === undefined ? [] : [[millisOf(start + i * step), item] as const]));
}

function sameRow([aLabels, a]: Row, [bLabels, b]: Row): boolean {
  return (
    aLabels === bLabels &&
    a.length === b.length &&
    a.every(([time, value], i) => time === b[i]![0] && almostEqual(value, b[i]![1]))
  );
}

function show(rows: readonly Row[]): string {
  const shown = rows.slice(0, 12).map(([labels, points]) => `${labels} ${points.map(([, v]) => v).join(' ')}`);
  return `${rows.length} series: ${shown.join('; ')}`;
}

/** As `compareMetric`, of lines: in order of time, and each stream's in the order of the direction. */
export function compareLogs({ streams }: LogStreams, { lines, direction }: LogsEval): string | undefined {
  const sign = direction === 'forward' ? 1 : -1;
  for (const { entries } of streams) {
    if (entries.some((e, i) => i > 0 && sign * Number(e.ts - entries[i - 1]!.ts) < 0))
      return 'a stream is not in order';
  }
  const actual = streams
    .flatMap(({ labels, entries }) =>
      entries.map((e) => [String(e.ts), textOf({ ...labels, ...e.structuredMetadata, ...e.parsed }), e.line].join(' ')),
    )
    .sort();
  const wanted = lines.map((l) => [String(timeOf(l.at)), textOf(l.labels), l.line].join(' ')).sort();
  const same = actual.length === wanted.length && actual.every((line, i) => line === wanted[i]);
  return same ? undefined : `got ${actual.length} lines:\n      ${actual.join('\n      ')}`;
}

/** Whether a message is the text, or has the pattern somewhere in it. */
export function fits(message: string, { text, pattern }: Message): boolean {
  // A script says a message in one line; Loki's may end in a line feed.
  if (text !== undefined) return message.trimEnd().replaceAll('\n', '\\n') === text;
  if (pattern === undefined) return true;
  const compiled = compileAnchored(`.*(?:${pattern}).*`);
  if (!compiled.ok) throw new Error(compiled.error);
  return compiled.value.matches(message);
}
