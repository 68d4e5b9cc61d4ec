import type { StepSeries } from '../series.js';

/** One value per step from a group; a step where no member has a value has none. */
export interface Folded {
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

export interface FoldAggregator {
  readonly kind: 'fold';
  fold(members: readonly StepSeries[], steps: number): Folded;
}

/** Keeps some of the points of a group's members with their own labels, in an order that an instant query shows. */
export interface SelectAggregator {
  readonly kind: 'select';
  select(members: readonly StepSeries[], steps: number, k: number): readonly StepSeries[];
}

export type AggregatorImpl = FoldAggregator | SelectAggregator;
