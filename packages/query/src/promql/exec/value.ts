import type { Millis } from '@bongsu/model';
import { gridTime, type Plan } from '../plan/index.js';
import { extendedWindow } from './extended-window.js';
import type { FloatHistogram } from './histogram/float-histogram.js';
import { compareLabels, LabelSet } from './label-set.js';
import {
  mergeSameLabels,
  withoutEmpty,
  type Evaluated,
  type HistogramColumn,
  type StepSeries,
  type Windows,
} from './series.js';

/** Points of one series in time order; times in ms since the epoch. */
export interface MatrixSeries {
  readonly labels: LabelSet;
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Points that are native histograms; absent where every point is a number. */
  readonly histograms?: HistogramColumn;
}

export interface VectorSample {
  readonly labels: LabelSet;
  readonly time: Millis;
  readonly value: number;
  /** The sample is a native histogram; the number says nothing. */
  readonly histogram?: FloatHistogram;
}

/** The answer to a query. A matrix is sorted by labels; a vector is in no order but what `sort` and `topk` give. */
export type Value =
  | { readonly type: 'matrix'; readonly series: readonly MatrixSeries[] }
  | { readonly type: 'vector'; readonly samples: readonly VectorSample[] }
  | { readonly type: 'scalar'; readonly time: Millis; readonly value: number }
  | { readonly type: 'string'; readonly time: Millis; readonly value: string };

/** The answer of a range query: a matrix, whatever the expression's type. */
export function rangeValue(result: Evaluated, plan: Plan, delayed: boolean): Value {
  const series = finished(result.type === 'scalar' ? [scalarSeries(result.values)] : vectorOf(result), delayed);
  const matrix = series.map(({ labels, values, present, histograms }): MatrixSeries => {
    const count = present.reduce((n, p) => n + p, 0);
    const times = new Float64Array(count);
    const kept = new Float64Array(count);
    let at = 0;
    for (let i = 0; i < values.length; i++) {
      if (present[i] === 0) continue;
      times[at] = gridTime(plan.grid, i);
      kept[at++] = values[i]!;
    }
    const points = { labels, times, values: kept };
    return histograms ? { ...points, histograms: histograms.filter((_, i) => present[i] === 1) } : points;
  });
  return { type: 'matrix', series: matrix.sort((a, b) => compareLabels(a.labels, b.labels)) };
}

/** The answer of an instant query. */
export function instantValue(result: Evaluated, plan: Plan, delayed: boolean): Value {
  const time = plan.grid.start;
  switch (result.type) {
    case 'string':
      return { type: 'string', time, value: result.value };
    case 'scalar':
      return { type: 'scalar', time, value: result.values[0]! };
    case 'matrix':
      return { type: 'matrix', series: windowContents(result.windows, delayed) };
    case 'vector': {
      const series = finished(result.series, delayed);
      const samples = series.map(({ labels, values, histograms }): VectorSample => {
        const sample = { labels, time, value: values[0]! };
        return histograms?.[0] ? { ...sample, histogram: histograms[0] } : sample;
      });
      return { type: 'vector', samples };
    }
  }
}

function scalarSeries(values: Float64Array): StepSeries {
  return { labels: LabelSet.EMPTY, dropName: false, values, present: new Uint8Array(values.length).fill(1) };
}

function vectorOf(result: Evaluated): readonly StepSeries[] {
  if (result.type !== 'vector') throw new Error(`BUG: a range query gave a ${result.type}`);
  return result.series;
}

/** Series that have a value, with the names removed whose removal was put off. */
function finished(series: readonly StepSeries[], delayed: boolean): readonly StepSeries[] {
  const there = withoutEmpty(series);
  if (!delayed || !there.some((one) => one.dropName)) return there;
  return mergeSameLabels(there.map((one) => (one.dropName ? { ...one, labels: one.labels.withoutMetadata() } : one)));
}

function windowContents(windows: Windows, delayed: boolean): readonly MatrixSeries[] {
  const { series, range, ends, extension } = windows;
  const end = ends[0]!;
  return series
    .map(({ labels, dropName, times, values, histograms }): MatrixSeries => {
      const named = delayed && dropName ? labels.withoutMetadata() : labels;
      if (extension) return { labels: named, ...extendedWindow(times, values, end - range, end, extension) };
      const from = times.findIndex((t) => t > end - range);
      const past = times.findIndex((t) => t > end);
      const to = past < 0 ? times.length : past;
      const first = from < 0 ? to : from;
      const points = { labels: named, times: times.subarray(first, to), values: values.subarray(first, to) };
      return histograms ? { ...points, histograms: histograms.slice(first, to) } : points;
    })
    .filter((one) => one.times.length > 0)
    .sort((a, b) => compareLabels(a.labels, b.labels));
}
