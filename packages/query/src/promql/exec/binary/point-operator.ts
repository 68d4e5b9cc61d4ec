import { isComparison, isSetOp, isTrim, type Binary } from '../../syntax/index.js';
import type { EvalContext } from '../context.js';
import type { FloatHistogram } from '../histogram/float-histogram.js';
import { applyToHistograms, isNativeOperation } from './native-operators.js';
import { COMPARISON } from '../../../lang/index.js';
import { ARITHMETIC } from './operators.js';

/**
 * Value of an operator at one point; `undefined` where a comparison without `bool` filters it out. A filter keeps the
 * left value, unless `kept` says otherwise.
 */
export type PointOperator = (left: number, right: number, kept: number) => number | undefined;

export function pointOperator({ op, bool }: Binary): PointOperator {
  if (isSetOp(op) || isTrim(op)) throw new Error(`BUG: ${op} has no value at a point`);
  if (!isComparison(op)) return ARITHMETIC[op];
  const holds = COMPARISON[op];
  if (bool) return (left, right) => (holds(left, right) ? 1 : 0);
  return (left, right, kept) => (holds(left, right) ? kept : undefined);
}

/** Whether the result is still the metric: only what a comparison lets through is. */
export const losesName = ({ op, bool }: Binary): boolean => bool || !(isComparison(op) || isTrim(op));

/** An operator at one point, of numbers or native histograms. */
export type SampleOperator = (
  left: number | FloatHistogram,
  right: number | FloatHistogram,
  kept: number | FloatHistogram,
) => number | FloatHistogram | undefined;

export function sampleOperator(expr: Binary, { annotations }: EvalContext): SampleOperator {
  const ofNumbers = isTrim(expr.op) ? undefined : pointOperator(expr);
  return (left, right, kept) =>
    isNativeOperation(expr, left, right)
      ? applyToHistograms(expr, left, right, annotations)
      : ofNumbers!(left as number, right as number, kept as number);
}
