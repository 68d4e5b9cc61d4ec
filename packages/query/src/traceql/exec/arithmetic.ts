import type { ArithmeticOp } from '../syntax/index.js';
import { isNumeric, NIL, single, type Value } from './value.js';

/**
 * `left op right` of numbers, nil for anything else. Two integers give an integer of 64 bits that wraps around, and
 * their division cuts; everything else is done in floats. A division of integers by zero has no value.
 */
export function arithmetic(left: Value, op: ArithmeticOp, right: Value): Value {
  const [l, r] = [single(left), single(right)];
  if (!isNumeric(l) || !isNumeric(r)) return NIL;
  if (l.type === 'int' && r.type === 'int') return integers(l.value, op, r.value);
  return { type: 'float', value: floats(Number(l.value), op, Number(r.value)) };
}

export function negate(value: Value): Value {
  const v = single(value);
  if (!isNumeric(v)) return NIL;
  return v.type === 'float' ? { type: 'float', value: -v.value } : { type: v.type, value: BigInt.asIntN(64, -v.value) };
}

function integers(left: bigint, op: ArithmeticOp, right: bigint): Value {
  const int = (value: bigint): Value => ({ type: 'int', value: BigInt.asIntN(64, value) });
  switch (op) {
    case '+':
      return int(left + right);
    case '-':
      return int(left - right);
    case '*':
      return int(left * right);
    case '/':
      return right === 0n ? NIL : int(left / right);
    case '%':
      return right === 0n ? NIL : int(left % right);
    case '^':
      return int(power(left, right));
  }
}

/** Tempo has the operands of an integer power the wrong way round; here 2 ^ 3 is 8. A negative exponent cuts to 0. */
function power(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) return base === 1n ? 1n : base === -1n ? (exponent % 2n === 0n ? 1n : -1n) : 0n;
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

function floats(left: number, op: ArithmeticOp, right: number): number {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '^':
      return left ** right;
  }
}
