import { compileAnchored } from '../../lang/index.js';
import { compacted, hasSameBounds, type Buckets, type FloatHistogram } from '../exec/histogram/float-histogram.js';
import { printHistogram } from '../exec/histogram/print.js';
import { compareLabels, type LabelSet } from '../exec/label-set.js';
import type { Value } from '../exec/value.js';
import { formatSampleValue } from '../syntax/index.js';
import type { Annotations, Eval, Span } from './script.js';
import type { HistogramItem } from './histogram-notation.js';
import type { SeriesLine } from './series-notation.js';

/** Relative difference that still counts as equal, as promqltest has it. */
const EPSILON = 1e-6;
const LEAST_NORMAL = 2.2250738585072014e-308;

export function almostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  if (a === b) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < LEAST_NORMAL) return difference < EPSILON * LEAST_NORMAL;
  return difference / Math.min(sum, Number.MAX_VALUE) < EPSILON;
}

type Points = readonly (readonly [time: number, value: number | HistogramItem])[];
type Row = readonly [labels: LabelSet, points: Points];

/** What differs between an answer and what the script says, or `undefined`. */
export function compareValue(value: Value, expected: Eval): string | undefined {
  if (expected.text !== undefined) {
    return value.type === 'string' && value.value === expected.text ? undefined : `got ${show(value)}`;
  }
  if (expected.scalar !== undefined) {
    const equal = value.type === 'scalar' && almostEqual(value.value, expected.scalar);
    return equal ? undefined : `wanted scalar ${expected.scalar}, got ${show(value)}`;
  }
  const actual = rowsOf(value);
  if (actual === undefined) return `wanted series, got ${show(value)}`;
  const wanted = expected.rows.map((row): Row => [row.labels, pointsOf(row, expected)]).filter(([, p]) => p.length > 0);
  if (value.type === 'matrix') {
    const sorted = [...actual].sort(([a], [b]) => compareLabels(a, b));
    if (sorted.some((row, i) => row !== actual[i])) return `not sorted by labels: ${show(value)}`;
  }
  const problem = expected.ordered ? inOrder(actual, wanted) : inAnyOrder(actual, wanted);
  return problem === undefined ? undefined : `${problem}; got ${show(value)}`;
}

function rowsOf(value: Value): readonly Row[] | undefined {
  switch (value.type) {
    case 'vector':
      return value.samples.map((s): Row => [s.labels, [[s.time, pointOf(s.value, s.histogram)]]]);
    case 'matrix':
      return value.series.map((s): Row => [
        s.labels,
        [...s.times].map((t, i) => [t, pointOf(s.values[i]!, s.histograms?.[i])] as const),
      ]);
    default:
      return undefined;
  }
}

const pointOf = (value: number, histogram: FloatHistogram | undefined): number | HistogramItem =>
  histogram ? { histogram, hinted: true } : value;

function pointsOf({ items }: SeriesLine, { at, matrix }: Eval): Points {
  const span: Span = matrix ?? (typeof at === 'number' ? { start: at, end: at, step: 1 } : at);
  return items.flatMap((item, i) => (typeof item === 'string' ? [] : [[span.start + i * span.step, item] as const]));
}

function samePoints(a: Points, b: Points): boolean {
  return a.length === b.length && a.every(([time, value], i) => time === b[i]![0] && samePoint(value, b[i]![1]));
}

function samePoint(actual: number | HistogramItem, wanted: number | HistogramItem): boolean {
  if (typeof actual === 'number' || typeof wanted === 'number') {
    return typeof actual === 'number' && typeof wanted === 'number' && almostEqual(actual, wanted);
  }
  return sameHistogram(compacted(actual.histogram), compacted(wanted.histogram), wanted.hinted);
}

/** Layouts are the same without empty buckets; the hint is compared where the script has one. */
function sameHistogram(actual: FloatHistogram, wanted: FloatHistogram, hinted: boolean): boolean {
  return (
    actual.schema === wanted.schema &&
    almostEqual(actual.count, wanted.count) &&
    almostEqual(actual.sum, wanted.sum) &&
    hasSameBounds(actual, wanted) &&
    actual.zeroThreshold === wanted.zeroThreshold &&
    almostEqual(actual.zeroCount, wanted.zeroCount) &&
    sameCounts(actual.positive, wanted.positive) &&
    sameCounts(actual.negative, wanted.negative) &&
    (!hinted || actual.hint === wanted.hint)
  );
}

function sameCounts(actual: Buckets, wanted: Buckets): boolean {
  return (
    actual.indices.length === wanted.indices.length &&
    actual.indices.every((index, i) => index === wanted.indices[i] && almostEqual(actual.counts[i]!, wanted.counts[i]!))
  );
}

function inOrder(actual: readonly Row[], wanted: readonly Row[]): string | undefined {
  if (actual.length !== wanted.length) return `${actual.length} series instead of ${wanted.length}`;
  const wrong = wanted.findIndex(([labels, points], i) => {
    const [ownLabels, ownPoints] = actual[i]!;
    return labels.key !== ownLabels.key || !samePoints(ownPoints, points);
  });
  return wrong < 0 ? undefined : `series ${wrong + 1} is not ${wanted[wrong]![0].toString()}`;
}

function inAnyOrder(actual: readonly Row[], wanted: readonly Row[]): string | undefined {
  const byKey = new Map(actual.map(([labels, points]) => [labels.key, points]));
  if (byKey.size !== actual.length) return 'two series have the same labels';
  for (const [labels, points] of wanted) {
    const own = byKey.get(labels.key);
    if (own === undefined) return `no series ${labels.toString()}`;
    if (!samePoints(own, points)) return `${labels.toString()} is not ${points.map(showPoint).join(' ')}`;
    byKey.delete(labels.key);
  }
  return byKey.size === 0 ? undefined : `${byKey.size} series too many: ${[...byKey.keys()].join(' ')}`;
}

function showPoint([time, value]: Points[number]): string {
  if (typeof value === 'number') return `${formatSampleValue(value)}@${time}`;
  const { schema, zeroThreshold, hint, customValues } = value.histogram;
  return `${printHistogram(value.histogram)} schema ${schema} zero ${zeroThreshold} hint ${hint} [${customValues.join(' ')}]@${time}`;
}

function show(value: Value): string {
  if (value.type === 'scalar' || value.type === 'string') return `${value.type} ${value.value}`;
  const rows = rowsOf(value)!.map(([labels, points]) => `${labels.toString()} ${points.map(showPoint).join(' ')}`);
  return `${value.type} of ${rows.length}: ${rows.slice(0, 10).join('; ')}`;
}

/** What differs between the annotations of an answer and those expected, or `undefined`. */
export function compareAnnotations(kind: string, actual: readonly string[], expected: Annotations): string | undefined {
  if (expected === undefined) return undefined;
  if (expected === 'none') return actual.length === 0 ? undefined : `unexpected ${kind}: ${actual.join('; ')}`;
  const fits = (text: string, one: (typeof expected)[number]): boolean => matches(text, one);
  const missing = expected.find((one) => !actual.some((text) => fits(text, one)));
  if (missing) return `no ${kind} like ${JSON.stringify(missing)}, but ${JSON.stringify(actual)}`;
  const extra = actual.find((text) => !expected.some((one) => fits(text, one)));
  return extra === undefined ? undefined : `unexpected ${kind}: ${extra}`;
}

/** Whether a message is the text, or has the pattern somewhere in it. */
export function matches(message: string, wanted: { readonly text?: string; readonly pattern?: string }): boolean {
  if (wanted.text !== undefined) return message === wanted.text;
  if (wanted.pattern === undefined) return true;
  const pattern = compileAnchored(`.*(?:${wanted.pattern}).*`);
  return pattern.ok && pattern.value.matches(message);
}
