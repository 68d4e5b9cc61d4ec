import {
  CallFailure,
  GoFuncValue,
  GoMap,
  GoSlice,
  GoStruct,
  integerOf,
  typeName,
  type GoFunction,
  type GoValue,
} from './value.js';
import { GoTime } from './go-time.js';
import { printValue } from './printf.js';

type Kind = 'bool' | 'integer' | 'float' | 'string' | 'other';

function kindOf(value: GoValue): Kind {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string') return 'string';
  return integerOf(value) === undefined ? 'other' : 'integer';
}

/** Whether two values are equal by Go's `eq`, which compares numbers of one kind only (text/template/funcs.go). */
function equal(left: GoValue, right: GoValue): boolean {
  const kind = kindOf(left);
  if (kind !== kindOf(right)) {
    if (left !== null && right !== null) throw new CallFailure('incompatible types for comparison');
    return false;
  }
  if (kind === 'integer') return integerOf(left) === integerOf(right);
  if (kind !== 'other') return left === right;
  if (left === null || right === null) return left === right;
  if (left instanceof GoTime && right instanceof GoTime) return left.ns === right.ns;
  const comparable = (value: GoValue): boolean =>
    !(value instanceof GoMap || value instanceof GoSlice || value instanceof GoFuncValue);
  if (!comparable(left) || !comparable(right)) {
    throw new CallFailure(
      `non-comparable types ${printValue(left)}: ${typeName(left)}, ${typeName(right)}: ${printValue(right)}`,
    );
  }
  return left instanceof GoStruct && left === right;
}

function less(left: GoValue, right: GoValue): boolean {
  const kind = kindOf(left);
  const other = kindOf(right);
  if (kind === 'other' || other === 'other') throw new CallFailure('invalid type for comparison');
  if (kind !== other) throw new CallFailure('incompatible types for comparison');
  if (kind === 'bool') throw new CallFailure('invalid type for comparison');
  if (kind === 'integer') return integerOf(left)! < integerOf(right)!;
  if (kind === 'float') return (left as number) < (right as number);
  // Strings are compared by their bytes.
  return Buffer.compare(Buffer.from(left as string), Buffer.from(right as string)) < 0;
}

const pair = (test: (left: GoValue, right: GoValue) => boolean): GoFunction => ({
  parameters: ['any', 'any'],
  call: ([left, right]) => test(left!, right!),
});

/** `eq ne lt le gt ge`. `eq` takes further values: whether the first equals any of the others. */
export const COMPARISONS: ReadonlyMap<string, GoFunction> = new Map([
  [
    'eq',
    {
      parameters: ['any'],
      variadic: 'any',
      call: ([first, ...others]) => {
        if (others.length === 0) throw new CallFailure('missing argument for comparison');
        return others.some((other) => equal(first!, other));
      },
    } satisfies GoFunction,
  ],
  ['ne', pair((left, right) => !equal(left, right))],
  ['lt', pair(less)],
  ['le', pair((left, right) => less(left, right) || equal(left, right))],
  ['gt', pair((left, right) => !less(left, right) && !equal(left, right))],
  ['ge', pair((left, right) => !less(left, right))],
]);
