import type { StepColumns } from '../../../../lang/index.js';
import type { StepSeries } from '../series.js';

/** Folds a group to one value per step; a step where no member has a value has none. */
export interface FoldAggregator {
  readonly kind: 'fold';
  fold(members: readonly StepSeries[], steps: number): StepColumns;
}

/** Keeps some of the points of a group's members with their own labels, in an order that an instant query shows. */
export interface SelectAggregator {
  readonly kind: 'select';
  select(members: readonly StepSeries[], steps: number, k: number): readonly StepSeries[];
}

export type AggregatorImpl = FoldAggregator | SelectAggregator;
