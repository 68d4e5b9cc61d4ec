import { assertUnreachable } from '@bongsu/model';
import { compareNumbers } from '../exec/value.js';
import type { SecondStage } from '../syntax/index.js';
import { inKeyOrder, METRIC_NAME, seriesKey, type MetricsSeries, type SeriesLabel } from './series.js';

const NS_PER_S = 1e9;

/** Drops points that do not pass, and series that are left without any. */
export function secondStage(stage: SecondStage, series: readonly MetricsSeries[]): MetricsSeries[] {
  if (stage.kind !== 'filter') return selectPoints(series, stage.kind, Number(stage.limit));
  const { literal } = stage.value;
  if (literal.type !== 'int' && literal.type !== 'float' && literal.type !== 'duration') {
    throw new Error('BUG: a filter compares with a number');
  }
  // Series of durations are in seconds.
  const bound = literal.type === 'duration' ? Number(literal.value) / NS_PER_S : Number(literal.value);
  return keepPoints(series, (value) => compareNumbers(value, stage.op, bound));
}

function keepPoints(
  series: readonly MetricsSeries[],
  keep: (value: number, at: number, of: MetricsSeries) => boolean,
): MetricsSeries[] {
  return series
    .map((each) => ({ ...each, values: each.values.map((v, i) => (!Number.isNaN(v) && keep(v, i, each) ? v : NaN)) }))
    .filter(({ values }) => values.some((v) => !Number.isNaN(v)));
}

/** The `limit` greatest or least at every point; of equal ones the first by their labels. */
function selectPoints(series: readonly MetricsSeries[], kind: 'topk' | 'bottomk', limit: number): MetricsSeries[] {
  const sorted = inKeyOrder(series);
  const chosen = new Map<MetricsSeries, Set<number>>(sorted.map((each) => [each, new Set()]));
  const points = series[0]?.values.length ?? 0;
  for (let at = 0; at < points; at++) {
    sorted
      .filter(({ values }) => !Number.isNaN(values[at]!))
      .sort((a, b) => (kind === 'topk' ? b.values[at]! - a.values[at]! : a.values[at]! - b.values[at]!))
      .slice(0, limit)
      .forEach((each) => chosen.get(each)!.add(at));
  }
  return keepPoints(sorted, (_, at, of) => chosen.get(of)!.has(at));
}

export type MetricsOperand = readonly MetricsSeries[] | number;
type MathOp = '+' | '-' | '*' | '/';

/**
 * Point by point; a gap counts as 0 and what is divided by 0 is a gap. Series match by their labels without
 * `__name__`; a side of one series without other labels goes with every series of the other side.
 */
export function metricsMath(left: MetricsOperand, op: MathOp, right: MetricsOperand): MetricsOperand {
  if (typeof left === 'number' && typeof right === 'number') return calculate(op, left, right);
  if (typeof right === 'number') return withNumber(left as readonly MetricsSeries[], (v) => calculate(op, v, right));
  if (typeof left === 'number') return withNumber(right, (v) => calculate(op, left, v));
  const lefts = byLabels(left);
  const rights = byLabels(right);
  const keys = rights.has('') ? lefts : rights;
  return [...keys.keys()].flatMap((key): MetricsSeries[] => {
    const l = lefts.get(key) ?? lefts.get('');
    const r = rights.get(key) ?? rights.get('');
    if (!l || !r) return [];
    const values = l.values.map((v, i) => calculate(op, v, r.values[i]!));
    if (values.every((v) => Number.isNaN(v))) return [];
    return [{ labels: mergeLabels(l.labels, op, r.labels), values, exemplars: [...l.exemplars, ...r.exemplars] }];
  });
}

const withNumber = (series: readonly MetricsSeries[], of: (value: number) => number): MetricsSeries[] =>
  series
    .map((each) => ({ ...each, values: each.values.map(of) }))
    .filter(({ values }) => values.some((v) => !Number.isNaN(v)));

const byLabels = (series: readonly MetricsSeries[]): Map<string, MetricsSeries> =>
  new Map(series.map((each) => [seriesKey(each.labels.filter((l) => l.key !== METRIC_NAME)), each]));

function calculate(op: MathOp, left: number, right: number): number {
  const l = Number.isNaN(left) ? 0 : left;
  const r = Number.isNaN(right) ? 0 : right;
  switch (op) {
    case '+':
      return l + r;
    case '-':
      return l - r;
    case '*':
      return l * r;
    case '/':
      return r === 0 ? NaN : l / r;
    default:
      return assertUnreachable(op);
  }
}

/** `(rate / rate)` when both sides have a name, none when one has not. */
function mergeLabels(left: readonly SeriesLabel[], op: MathOp, right: readonly SeriesLabel[]): SeriesLabel[] {
  const nameOf = (labels: readonly SeriesLabel[]): string | undefined => {
    const value = labels.find((l) => l.key === METRIC_NAME)?.value;
    return value?.type === 'string' ? value.value : undefined;
  };
  const [l, r] = [nameOf(left), nameOf(right)];
  const merged = [...left, ...right.filter((label) => !left.some((own) => own.key === label.key))].filter(
    (label) => label.key !== METRIC_NAME,
  );
  if (l === undefined || r === undefined) return merged;
  return [{ key: METRIC_NAME, value: { type: 'string', value: `(${l} ${op} ${r})` } }, ...merged];
}
