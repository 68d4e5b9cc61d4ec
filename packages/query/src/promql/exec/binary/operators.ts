import { power } from '../../../lang/index.js';
import type { ArithmeticOp } from '../../syntax/index.js';

/** `%` takes the sign of the dividend and `0 ^ 0` is 1, in Go as in JavaScript. */
export const ARITHMETIC: Readonly<Record<ArithmeticOp, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': power,
  atan2: Math.atan2,
};
