import type { CallNode, Extension, PlanNode, WindowNode } from '../../plan/index.js';
import { goQuote, unwrap } from '../../syntax/index.js';
import type { EvalContext, PointFunction, WindowFunction, WindowReport } from '../context.js';
import { failExecution } from '../eval-error.js';
import { dropNames, numbersOnly, type Evaluated, type RawSeries, type StepSeries } from '../series.js';
import { evaluateWindowSeries } from './evaluate-windows.js';
import { FUNCTION_IMPLS } from './registry.js';

/** Evaluates a call of any function. */
export async function evaluateCall(node: CallNode, context: EvalContext): Promise<Evaluated> {
  const impl = FUNCTION_IMPLS.get(node.expr.func);
  if (impl === undefined) throw new Error(`BUG: function ${goQuote(node.expr.func)} was planned and is not there`);
  for (const arg of node.args) if (arg.kind === 'window') requireExtensible(arg, node.expr.func);
  switch (impl.kind) {
    case 'series':
      return impl.evaluate(node, context);
    case 'point':
      return { type: 'vector', series: await evaluatePoints(impl, node, context) };
    case 'window':
      return { type: 'vector', series: await evaluateWindows(impl, node, context) };
  }
}

/** Functions that know what to do with samples beyond their window. */
const EXTENSIBLE: Readonly<Record<Extension['kind'], readonly string[]>> = {
  anchored: ['changes', 'delta', 'increase', 'rate', 'resets'],
  smoothed: ['delta', 'increase', 'rate'],
};

function requireExtensible({ extension }: WindowNode, func: string): void {
  if (extension === undefined || EXTENSIBLE[extension.kind].includes(func)) return;
  const allowed = EXTENSIBLE[extension.kind].join(', ');
  failExecution(`${extension.kind} modifier can only be used with: ${allowed} - not with ${func}`);
}

async function evaluatePoints(
  impl: PointFunction,
  node: CallNode,
  context: EvalContext,
): Promise<readonly StepSeries[]> {
  const [vector, ...rest] = node.args;
  const input = (await context.vector(vector!)).map(numbersOnly);
  const scalars = await scalarsPerStep(rest, context);
  const result: StepSeries[] = [];
  for (const one of input) {
    const values = new Float64Array(one.values.length);
    const present = one.present.slice();
    for (let i = 0; i < values.length; i++) {
      if (present[i] === 0) continue;
      const value = impl.compute(one.values[i]!, scalars(i));
      if (value === undefined) present[i] = 0;
      else values[i] = value;
    }
    result.push({ ...one, values, present });
    await context.budget.spend(values.length);
  }
  context.budget.hold(result.length * node.grid.count);
  return dropNames(result, context.delayedNameRemoval);
}

async function evaluateWindows(
  impl: WindowFunction,
  node: CallNode,
  context: EvalContext,
): Promise<readonly StepSeries[]> {
  const { matrixArg } = impl;
  const matrix = await context.evaluate(node.args[matrixArg]!);
  if (matrix.type !== 'matrix') throw new Error(`BUG: ${node.expr.func} was given a ${matrix.type}`);
  const scalars = await scalarsPerStep(
    node.args.filter((_, i) => i !== matrixArg),
    context,
  );
  const found: StepSeries[] = [];
  for (const series of matrix.windows.series) {
    const report = reportOf(node, series, matrixArg, context);
    const { result, seen } = evaluateWindowSeries(impl, series, matrix.windows, node.grid, scalars, report);
    if (result) found.push(result);
    await context.budget.spend(seen + node.grid.count);
  }
  context.budget.hold(found.length * node.grid.count);
  return impl.keepsName ? found : dropNames(found, context.delayedNameRemoval);
}

function reportOf(node: CallNode, { labels }: RawSeries, matrixArg: number, context: EvalContext): WindowReport {
  const argPos = unwrap(node.expr.args[matrixArg]!).pos;
  const scalarPos = (node.expr.args.find((_, i) => i !== matrixArg) ?? node.expr).pos;
  const { annotations, features } = context;
  return { annotations, features, labels, metric: labels.name, argPos, scalarPos };
}

/** Values of the scalar arguments at a step; the array is reused for the next. */
async function scalarsPerStep(
  nodes: readonly PlanNode[],
  context: EvalContext,
): Promise<(step: number) => readonly number[]> {
  const columns: Float64Array[] = [];
  for (const node of nodes) columns.push(await context.scalar(node));
  const row = new Array<number>(columns.length).fill(0);
  return (step) => {
    for (let i = 0; i < columns.length; i++) row[i] = columns[i]![step]!;
    return row;
  };
}
