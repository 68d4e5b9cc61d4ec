import type { Labels } from '@bongsu/model';
import type { Metric } from './metric.js';
import { BOUNDS, boundTexts } from './metric.js';

/** Spans or calls with equal labels, of one cell of time and one bucket. */
export interface Observed {
  readonly labels: Labels;
  /** Index of the cell. */
  readonly place: number;
  /** Index of the least bound that is not below the duration; the count of bounds for `+Inf`. */
  readonly bucket: number;
  /** How many there were before sampling, or how many seconds they took. */
  readonly amount: number;
}

/** A counter at rising times. */
export interface CounterSeries {
  /** With `__name__`. */
  readonly labels: Labels;
  /** Milliseconds since the epoch. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/**
 * Counters of a metric at `times`. Each begins with a 0 at the time before its first event, so that an increase over that
 * event counts it; `since` is the one before `times[0]`.
 */
export function* counters(
  metric: Metric,
  observed: readonly Observed[],
  since: number,
  times: Float64Array,
): Generator<CounterSeries> {
  const groups = new Map<string, Observed[]>();
  for (const one of observed) {
    const key = keyOf(one.labels);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const allTimes = Float64Array.of(since, ...times);
  /** From each place on: counters that begin together share their times. */
  const timesFrom = new Map<number, Float64Array>();
  for (const group of groups.values()) {
    const labels: Record<string, string> = { __name__: metric.name };
    for (const name in group[0]!.labels) labels[name] = group[0]!.labels[name]!;
    const first = group.reduce((least, { place }) => Math.min(least, place), times.length);
    const from = timesFrom.get(first) ?? allTimes.subarray(first);
    timesFrom.set(first, from);
    const growing = (value: (one: Observed) => number): Pick<CounterSeries, 'times' | 'values'> =>
      cumulative(group, first, from, value);
    if (metric.part === 'buckets') {
      for (const [bound, le] of boundTexts(BOUNDS[metric.subject]).entries()) {
        yield { labels: { ...labels, le }, ...growing((one) => (one.bucket <= bound ? one.amount : 0)) };
      }
    } else {
      yield { labels, ...growing((one) => one.amount) };
    }
  }
}

/** The labels of one answer have the same names in the same order. */
function keyOf(labels: Labels): string {
  let key = '';
  for (const name in labels) key += `${labels[name]!.length}:${labels[name]!}`;
  return key;
}

function cumulative(
  group: readonly Observed[],
  first: number,
  times: Float64Array,
  value: (one: Observed) => number,
): Pick<CounterSeries, 'times' | 'values'> {
  const values = new Float64Array(times.length);
  for (const one of group) values[one.place - first + 1]! += value(one);
  for (let i = 1; i < values.length; i++) values[i]! += values[i - 1]!;
  return { times, values };
}
