import type { SourceRange } from '../../lang/index.js';
import type { PromFeatures } from '../syntax/index.js';
import type { CallNode, Extension, Fetch, PlanNode } from '../plan/index.js';
import type { Annotations } from './annotations.js';
import type { Budget } from './budget.js';
import type { FloatHistogram } from './histogram/float-histogram.js';
import type { LabelSet } from './label-set.js';
import type { Evaluated, HistogramColumn, RawSeries, StepSeries } from './series.js';
import type { StepBounds } from './window-bounds.js';

/** What an operator's file needs of the evaluator. */
export interface EvalContext {
  readonly annotations: Annotations;
  readonly budget: Budget;
  readonly features: PromFeatures;
  readonly delayedNameRemoval: boolean;
  /** A range query, as opposed to an instant one. */
  readonly isRange: boolean;
  /** Samples read for a fetch of the plan. */
  samples(fetch: Fetch): readonly RawSeries[];
  evaluate(node: PlanNode): Promise<Evaluated>;
  /** Values per step of a node that is a scalar by its checked type. */
  scalar(node: PlanNode): Promise<Float64Array>;
  vector(node: PlanNode): Promise<readonly StepSeries[]>;
  text(node: PlanNode): Promise<string>;
}

/** Values per step, and 1 where there is one. */
export interface StepNumbers {
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** Samples of one series in the window of one step; the object is reused for the next. */
export interface WindowView {
  times: Float64Array;
  values: Float64Array;
  /** Undefined where the series has numbers only. */
  histograms: HistogramColumn | undefined;
  /** First sample of the window, and one past its last. Never empty. */
  from: number;
  to: number;
  /** The window is (start, end], in ms; with an extension there may be samples on both sides of it. */
  start: number;
  end: number;
  readonly extension?: Extension['kind'];
  /** When the counter began that each sample continues, in ms, 0 for unknown; absent where none is known. */
  starts?: Float64Array;
  /** Time of the step in ms; differs from `end` with `offset` and `@`. */
  time: number;
}

/** A window with at least one native histogram. */
export interface NativeWindow extends WindowView {
  histograms: HistogramColumn;
}

/** All windows of a series whose samples are numbers that do not tell when their counter began. */
export interface WindowColumn extends StepBounds {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Window of step `i`: (ends[i] - range, ends[i]], in ms. */
  readonly ends: Float64Array;
  readonly range: number;
}

/** Where a function reports what is odd about its input. */
export interface WindowReport {
  readonly annotations: Annotations;
  readonly metric: string;
  readonly labels: LabelSet;
  readonly features: PromFeatures;
  /** Where the argument stands that is a range vector, and where the first scalar one. */
  readonly argPos: SourceRange;
  readonly scalarPos: SourceRange;
}

/** A function of one range vector and scalars, computed window by window; `undefined` is no value. */
export interface WindowFunction {
  readonly kind: 'window';
  /** Which argument is the range vector. */
  readonly matrixArg: number;
  /** `last_over_time` and `first_over_time` give values of the metric itself. */
  readonly keepsName?: boolean;
  compute(window: WindowView, scalars: readonly number[]): number | undefined;
  /**
   * The same for all windows of a series at once, to the bit, for functions that then do less than a window's samples
   * are. Sets what `out` has at a step.
   */
  computeAll?(windows: WindowColumn, out: StepNumbers): void;
  /** The same of a window with native histograms. Without this they are left out, and reported if numbers are there. */
  native?(window: NativeWindow, report: WindowReport): number | FloatHistogram | undefined;
  /** Looks at a series once, if it gave any number. */
  inspect?(report: WindowReport): void;
  /** Looks at the scalars of a step. */
  inspectScalars?(scalars: readonly number[], report: WindowReport): void;
}

/** A function of one instant vector and scalars, computed value by value; `undefined` is no value. */
export interface PointFunction {
  readonly kind: 'point';
  compute(value: number, scalars: readonly number[]): number | undefined;
}

/** A function that sees whole series, labels included. */
export interface SeriesFunction {
  readonly kind: 'series';
  evaluate(node: CallNode, context: EvalContext): Promise<Evaluated>;
}

export type FunctionImpl = WindowFunction | PointFunction | SeriesFunction;
