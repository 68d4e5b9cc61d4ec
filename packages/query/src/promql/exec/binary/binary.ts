import type { BinaryNode } from '../../plan/index.js';
import { goQuote, isSetOp, isTrim } from '../../syntax/index.js';
import type { EvalContext } from '../context.js';
import { failExecution } from '../eval-error.js';
import { dropNames, StepValues, valueAt, type Evaluated, type StepSeries } from '../series.js';
import { matchVectors } from './match-vectors.js';
import { losesName, pointOperator, sampleOperator } from './point-operator.js';
import { combineSets } from './sets.js';

export async function evaluateBinary(node: BinaryNode, context: EvalContext): Promise<Evaluated> {
  const left = await context.evaluate(node.left);
  const right = await context.evaluate(node.right);
  const { expr } = node;
  if (left.type === 'scalar' && right.type === 'scalar') {
    if (isTrim(expr.op)) failExecution(`operator ${goQuote(expr.op)} not allowed for Scalar operations`);
    const operator = pointOperator(expr);
    return { type: 'scalar', values: left.values.map((value, i) => operator(value, right.values[i]!, value)!) };
  }
  if (left.type === 'vector' && right.type === 'vector') {
    if (isSetOp(expr.op)) return { type: 'vector', series: combineSets(expr, left.series, right.series) };
    const series = await matchVectors(node, left.series, right.series, context);
    return { type: 'vector', series };
  }
  if (left.type === 'vector' && right.type === 'scalar') {
    return withScalar(node, left.series, (value, i) => [value, right.values[i]!] as const, context);
  }
  if (left.type === 'scalar' && right.type === 'vector') {
    return withScalar(node, right.series, (value, i) => [left.values[i]!, value] as const, context);
  }
  throw new Error(`BUG: ${expr.op} of ${left.type} and ${right.type}`);
}

/** The operands of a step in their order: a value of the vector and the scalar. */
type Sides = <T>(value: T, step: number) => readonly [T | number, T | number];

async function withScalar(
  node: BinaryNode,
  input: readonly StepSeries[],
  sides: Sides,
  context: EvalContext,
): Promise<Evaluated> {
  const native = isTrim(node.expr.op) || input.some((one) => one.histograms !== undefined);
  if (native) return nativeWithScalar(node, input, sides, context);
  const operator = pointOperator(node.expr);
  const result: StepSeries[] = [];
  for (const one of input) {
    const values = new Float64Array(one.values.length);
    const present = one.present.slice();
    for (let i = 0; i < values.length; i++) {
      if (present[i] === 0) continue;
      const own = one.values[i]!;
      const [left, right] = sides(own, i);
      const value = operator(left, right, own);
      if (value === undefined) present[i] = 0;
      else values[i] = value;
    }
    result.push({ ...one, values, present });
    await context.budget.spend(values.length);
  }
  context.budget.hold(result.length * node.grid.count);
  const series = losesName(node.expr) ? dropNames(result, context.delayedNameRemoval) : result;
  return { type: 'vector', series };
}

async function nativeWithScalar(
  node: BinaryNode,
  input: readonly StepSeries[],
  sides: Sides,
  context: EvalContext,
): Promise<Evaluated> {
  const operator = sampleOperator(node.expr, context);
  const result: StepSeries[] = [];
  for (const one of input) {
    const { labels, dropName, present } = one;
    const values = new StepValues(present.length);
    for (let i = 0; i < present.length; i++) {
      if (present[i] === 0) continue;
      const own = valueAt(one, i);
      const [left, right] = sides(own, i);
      values.set(i, operator(left, right, own));
    }
    result.push({ labels, dropName, ...values.columns });
    await context.budget.spend(present.length);
  }
  context.budget.hold(result.length * node.grid.count);
  const series = losesName(node.expr) ? dropNames(result, context.delayedNameRemoval) : result;
  return { type: 'vector', series };
}
