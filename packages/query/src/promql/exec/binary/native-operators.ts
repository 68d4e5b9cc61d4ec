import { isTrim, type Binary } from '../../syntax/index.js';
import type { Annotations } from '../annotations.js';
import { add, asGauge, divide, multiply, subtract } from '../histogram/arithmetic.js';
import { compacted, isEqual, type FloatHistogram } from '../histogram/float-histogram.js';
import { trim } from '../histogram/trim.js';
import { nativeAnnotations } from '../native-annotations.js';

type Operand = number | FloatHistogram;

/** Whether an operator is applied to native histograms, or is for nothing else. */
export const isNativeOperation = (expr: Binary, left: Operand, right: Operand): boolean =>
  typeof left !== 'number' || typeof right !== 'number' || isTrim(expr.op);

/**
 * An operator with a native histogram on at least one side. Undefined where a comparison filters it out, and, reported,
 * where the operator makes nothing of its operands.
 */
export function applyToHistograms(
  expr: Binary,
  left: Operand,
  right: Operand,
  annotations: Annotations,
): Operand | undefined {
  if (typeof left !== 'number' && typeof right !== 'number') return ofHistograms(expr, left, right, annotations);
  const { op, pos } = expr;
  if (op === '*' && typeof left === 'number' && typeof right !== 'number') return compacted(multiply(right, left));
  if (typeof left !== 'number' && typeof right === 'number') {
    if (op === '*') return compacted(multiply(left, right));
    if (op === '/') return compacted(divide(left, right));
    if (op === '</') return trim(left, right, 'below');
    if (op === '>/') return trim(left, right, 'above');
  }
  nativeAnnotations.incompatibleTypes(annotations, [nameOf(left), op, nameOf(right)], pos);
  return undefined;
}

const nameOf = (operand: Operand): string => (typeof operand === 'number' ? 'float' : 'histogram');

function ofHistograms(
  { op, bool, pos }: Binary,
  left: FloatHistogram,
  right: FloatHistogram,
  annotations: Annotations,
): Operand | undefined {
  switch (op) {
    case '+':
    case '-': {
      const combined = op === '+' ? add(left, right) : subtract(left, right);
      const operation = op === '+' ? 'addition' : 'subtraction';
      if (combined === undefined) {
        nativeAnnotations.incompatibleLayout(annotations, op, pos);
        return undefined;
      }
      if (combined.reconciled) nativeAnnotations.reconciled(annotations, operation, pos);
      if (combined.conflict) {
        // As in Prometheus, what it warns of has no result.
        nativeAnnotations.resetConflict(annotations, operation, pos);
        return undefined;
      }
      return op === '+' ? combined.histogram : asGauge(combined.histogram);
    }
    case '==':
    case '!=': {
      const holds = isEqual(left, right) === (op === '==');
      if (bool) return holds ? 1 : 0;
      return holds ? left : undefined;
    }
    default:
      nativeAnnotations.incompatibleTypes(annotations, ['histogram', op, 'histogram'], pos);
      return undefined;
  }
}
