import type { Binary, BinaryOp, CompareOp, SetOp } from '../../../syntax/index.js';
import { COMPARISON } from '../../../../lang/index.js';
import { ARITHMETIC } from './operators.js';

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
