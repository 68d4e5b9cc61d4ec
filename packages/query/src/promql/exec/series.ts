import type { Extension } from '../plan/index.js';
import { failExecution } from './eval-error.js';
import type { FloatHistogram } from './histogram/float-histogram.js';
import type { LabelSet } from './label-set.js';
import type { WindowBounds } from './window-bounds.js';

/** Native histograms beside numbers: where there is one, the number of that place says nothing. */
export type HistogramColumn = readonly (FloatHistogram | undefined)[];

/** Samples of one series in time order, no two at one time. */
export interface RawSeries {
  readonly labels: LabelSet;
  /** The name goes away at the end of the query, not here: see `dropNames`. */
  readonly dropName: boolean;
  /** Milliseconds since the epoch. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Absent where every sample is a number. */
  readonly histograms?: HistogramColumn;
  /** 1 where the sample is a stale marker; absent where there is none. */
  readonly stale?: Uint8Array;
  /** When the counter began that a sample continues, in ms; 0 where that is unknown; absent where it is for all. */
  readonly starts?: Float64Array;
}

/** One value per step of a grid; steps without a value have `present` 0 and any value. */
export interface StepSeries {
  readonly labels: LabelSet;
  readonly dropName: boolean;
  readonly values: Float64Array;
  readonly present: Uint8Array;
  /** Absent where every value is a number. */
  readonly histograms?: HistogramColumn;
}

/** Range vectors: windows over raw samples, taken per step by the function that reads them. */
export interface Windows {
  readonly series: readonly RawSeries[];
  /** Length of a window in ms. */
  readonly range: number;
  /** End of the window, inclusive, per step; the start is exclusive. */
  readonly ends: Float64Array;
  readonly extension?: Extension;
  /** Of the same ends and range. */
  readonly bounds: WindowBounds;
}

export type Evaluated =
  | { readonly type: 'scalar'; readonly values: Float64Array }
  | { readonly type: 'vector'; readonly series: readonly StepSeries[] }
  | { readonly type: 'matrix'; readonly windows: Windows }
  | { readonly type: 'string'; readonly value: string };

export const SAME_LABELSET = 'vector cannot contain metrics with the same labelset';

/**
 * Joins series whose labels became equal. They may share labels at different steps (one ends, the other begins), but
 * two values at one step are an error.
 */
export function mergeSameLabels(series: readonly StepSeries[]): readonly StepSeries[] {
  const byKey = new Map<string, StepSeries>();
  for (const one of series) {
    const other = byKey.get(one.labels.key);
    byKey.set(one.labels.key, other === undefined ? one : joined(other, one));
  }
  return byKey.size === series.length ? series : [...byKey.values()];
}

function joined(a: StepSeries, b: StepSeries): StepSeries {
  const values = a.values.slice();
  const present = a.present.slice();
  const histograms = a.histograms || b.histograms ? Array.from(values, (_, i) => a.histograms?.[i]) : undefined;
  for (let i = 0; i < values.length; i++) {
    if (b.present[i] === 0) continue;
    if (present[i] === 1) failExecution(SAME_LABELSET);
    present[i] = 1;
    values[i] = b.values[i]!;
    if (histograms) histograms[i] = b.histograms?.[i];
  }
  const series = { labels: a.labels, dropName: a.dropName || b.dropName, values, present };
  return histograms ? { ...series, histograms } : series;
}

/**
 * Takes the metric's name, type and unit off series that no longer are that metric. Delayed, the name stays until the end of the query,
 * so that `label_replace` can still read it and two metrics do not collide half way.
 */
export function dropNames(series: readonly StepSeries[], delayed: boolean): readonly StepSeries[] {
  if (delayed) return series.map((one) => ({ ...one, dropName: true }));
  return mergeSameLabels(series.map((one) => ({ ...one, labels: one.labels.withoutMetadata() })));
}

/** Without series that have no value at any step. */
export function withoutEmpty(series: readonly StepSeries[]): readonly StepSeries[] {
  return series.filter((one) => one.present.includes(1));
}

/** Values per step as they are found: numbers, and histograms where there are any. */
export class StepValues {
  readonly values: Float64Array;
  readonly present: Uint8Array;
  #histograms: (FloatHistogram | undefined)[] | undefined;

  constructor(steps: number) {
    this.values = new Float64Array(steps);
    this.present = new Uint8Array(steps);
  }

  /** No value where it is undefined. */
  set(step: number, value: number | FloatHistogram | undefined): void {
    if (value === undefined) return;
    this.present[step] = 1;
    if (typeof value === 'number') this.values[step] = value;
    else (this.#histograms ??= new Array<FloatHistogram | undefined>(this.values.length).fill(undefined))[step] = value;
  }

  get columns(): Pick<StepSeries, 'values' | 'present' | 'histograms'> {
    const { values, present } = this;
    return this.#histograms ? { values, present, histograms: this.#histograms } : { values, present };
  }

  /** Whether any step has a number. */
  get hasNumbers(): boolean {
    return this.present.some((there, i) => there === 1 && this.#histograms?.[i] === undefined);
  }
}

/** The value of a series at a step at which it has one. */
export const valueAt = ({ values, histograms }: StepSeries, step: number): number | FloatHistogram =>
  histograms?.[step] ?? values[step]!;

/** Without the steps that have histograms. */
export function numbersOnly(series: StepSeries): StepSeries {
  const { labels, dropName, values, present, histograms } = series;
  if (histograms === undefined) return series;
  return { labels, dropName, values, present: present.map((there, i) => (histograms[i] ? 0 : there)) };
}

/** Whether a series has a histogram at any of its steps. */
export const hasHistograms = ({ present, histograms }: StepSeries): boolean =>
  histograms?.some((histogram, i) => histogram !== undefined && present[i] === 1) ?? false;
