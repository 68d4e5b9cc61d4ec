import type { ArithmeticOp, BinaryOp, CompareOp, MetricQuery, SetOp } from './ast.js';

/** What two numbers make. Division and remainder by 0 are NaN, where PromQL has infinity. Comparisons give 0 or 1. */
const ON_NUMBERS: Readonly<Record<ArithmeticOp | CompareOp, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? NaN : a / b),
  '%': (a, b) => (b === 0 ? NaN : a % b),
  '^': (a, b) => a ** b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
};

/** The number that a query of numbers alone stands for, as Loki folds it; `undefined` for a query that reads logs. */
export function literalOf(query: MetricQuery): number | undefined {
  if (query.kind === 'number') return query.value;
  if (query.kind !== 'binary' || isSet(query.op)) return undefined;
  const left = literalOf(query.left);
  const right = left === undefined ? undefined : literalOf(query.right);
  return left === undefined || right === undefined ? undefined : ON_NUMBERS[query.op](left, right);
}

const isSet = (op: BinaryOp): op is SetOp => op === 'and' || op === 'or' || op === 'unless';
