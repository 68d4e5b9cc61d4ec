import type { SourceRange } from '../../../lang/index.js';
import type { AggregateNode } from '../../plan/index.js';
import type { Annotations } from '../annotations.js';
import type { EvalContext } from '../context.js';
import type { LabelSet } from '../label-set.js';
import type { StepSeries } from '../series.js';

/** Series that are aggregated together. */
export interface Group {
  readonly labels: LabelSet;
  readonly dropName: boolean;
  /** In the order of the input. */
  readonly members: readonly StepSeries[];
}

export interface AggregateInput {
  readonly node: AggregateNode;
  readonly context: EvalContext;
}

/** Values of a group, one per step. */
export type Columns = Pick<StepSeries, 'values' | 'present' | 'histograms'>;

/** Folds a group with native histograms; reports what it cannot fold as being about `at`. */
export type NativeFold = (
  members: readonly StepSeries[],
  steps: number,
  report: { readonly annotations: Annotations; readonly at: SourceRange },
) => Columns;

/** Folds a group to one value per step; a step where no member has a value has none. */
export interface FoldAggregator {
  readonly kind: 'fold';
  /** Native histograms are left out, which is reported; or count like any value; or are folded by a function. */
  readonly histograms: 'ignored' | 'counted' | NativeFold;
  fold(members: readonly StepSeries[], steps: number): Columns;
}

/** Gives several series per group: some of its members, or new ones. */
export interface SelectAggregator {
  readonly kind: 'select';
  readonly histograms: 'ignored' | 'counted';
  select(groups: readonly Group[], input: AggregateInput): Promise<readonly StepSeries[]>;
}

export type AggregatorImpl = FoldAggregator | SelectAggregator;
