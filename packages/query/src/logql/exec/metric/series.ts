import type { LabelSet } from './label-set.js';

/** One value per step of a grid; steps without a value have `present` 0 and any value. */
export interface StepSeries {
  readonly labels: LabelSet;
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** What a node gives. Two series of one vector may have equal labels after `label_replace`; they stay apart as in Loki. */
export type Evaluated =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'vector'; readonly series: readonly StepSeries[] };

/** Without series that have no value at any step. */
export function withoutEmpty(series: readonly StepSeries[]): readonly StepSeries[] {
  return series.filter((one) => one.present.includes(1));
}
