import type { Binary, BinaryOp, CompareOp, SetOp } from '../../../syntax/index.js';
import type { Evaluated, StepSeries } from '../series.js';
import { matchVectors } from './match-vectors.js';
import { ARITHMETIC, COMPARISON } from './operators.js';
import { combineSets } from './sets.js';

/**
 * Value of an operator at one point; `undefined` where a comparison without `bool` filters it out. A filter keeps
 * `kept`, the value of the vector's side.
 */
export type PointOperator = (left: number, right: number, kept: number) => number | undefined;

export const isSetOp = (op: BinaryOp): op is SetOp => op === 'and' || op === 'or' || op === 'unless';
export const isComparison = (op: BinaryOp): op is CompareOp => Object.hasOwn(COMPARISON, op);

export function pointOperator({ op, bool }: Pick<Binary, 'op' | 'bool'>): PointOperator {
  if (isSetOp(op)) throw new Error(`BUG: ${op} has no value at a point`);
  if (!isComparison(op)) return ARITHMETIC[op];
  const holds = COMPARISON[op];
  if (bool) return (left, right) => (holds(left, right) ? 1 : 0);
  return (left, right, kept) => (holds(left, right) ? kept : undefined);
}

export function evaluateBinary(expr: Binary, left: Evaluated, right: Evaluated, steps: number): Evaluated {
  if (left.type === 'scalar' && right.type === 'scalar') {
    // Two numbers are always compared to 0 or 1: there is no series to filter.
    const value = pointOperator({ op: expr.op, bool: true })(left.value, right.value, left.value)!;
    return { type: 'scalar', value };
  }
  if (left.type === 'vector' && right.type === 'vector') {
    const combine = isSetOp(expr.op) ? combineSets : matchVectors;
    return { type: 'vector', series: combine(expr, left.series, right.series, steps) };
  }
  const operator = pointOperator(expr);
  if (left.type === 'vector' && right.type === 'scalar') {
    const { value } = right;
    return { type: 'vector', series: left.series.map((one) => mapped(one, (own) => operator(own, value, own))) };
  }
  if (left.type === 'scalar' && right.type === 'vector') {
    const { value } = left;
    return { type: 'vector', series: right.series.map((one) => mapped(one, (own) => operator(value, own, own))) };
  }
  throw new Error(`BUG: ${expr.op} of ${left.type} and ${right.type}`);
}

function mapped(one: StepSeries, compute: (value: number) => number | undefined): StepSeries {
  const values = new Float64Array(one.values.length);
  const present = one.present.slice();
  for (let i = 0; i < values.length; i++) {
    if (present[i] === 0) continue;
    const value = compute(one.values[i]!);
    if (value === undefined) present[i] = 0;
    else values[i] = value;
  }
  return { labels: one.labels, values, present };
}
