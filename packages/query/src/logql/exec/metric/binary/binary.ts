import type { Binary } from '../../../syntax/index.js';
import type { Evaluated, StepSeries } from '../series.js';
import { matchVectors } from './match-vectors.js';
import { isSetOp, pointOperator } from './point-operator.js';
import { combineSets } from './sets.js';

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
