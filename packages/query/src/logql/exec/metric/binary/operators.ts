import { power } from '../../../../lang/index.js';
import type { ArithmeticOp } from '../../../syntax/index.js';

/** As Loki: division by zero is NaN whatever is divided; PromQL has infinities. */
export const ARITHMETIC: Readonly<Record<ArithmeticOp, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? NaN : a / b),
  '%': (a, b) => (b === 0 ? NaN : a % b),
  '^': power,
};
