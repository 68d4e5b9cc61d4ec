import type { TypedAttribute } from '@bongsu/model';
import { compileAnchored } from '../../lang/index.js';
import type { ComparisonOp, Literal } from '../syntax/index.js';

export type OrderedOp = Exclude<ComparisonOp, '=~' | '!~'>;

/** Numbers of either kind compare by their exact values; NaN is unequal to everything. */
export function compareNumbers(left: number | bigint, op: OrderedOp, right: number | bigint): boolean {
  switch (op) {
    case '=':
      return !(left < right) && !(left > right) && !isNaNValue(left) && !isNaNValue(right);
    case '!=':
      return !compareNumbers(left, '=', right);
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

const isNaNValue = (value: number | bigint): boolean => typeof value === 'number' && Number.isNaN(value);

/** Compiles the test once; texts are ordered by their UTF-8 bytes, as in Go and in the engine. */
export function textTest(op: ComparisonOp, right: string): (left: string) => boolean {
  if (op === '=~' || op === '!~') {
    const re = compileAnchored(right);
    if (!re.ok) throw new Error(`BUG: pattern not checked: ${re.error}`);
    return op === '=~' ? (left) => re.value.matches(left) : (left) => !re.value.matches(left);
  }
  if (op === '=') return (left) => left === right;
  if (op === '!=') return (left) => left !== right;
  const bytes = Buffer.from(right);
  return (left) => compareNumbers(Buffer.compare(Buffer.from(left), bytes), op, 0);
}

/**
 * Tests a present attribute. Values of another type than the literal's never pass, not even `!=`. In an array any
 * element of a comparable type may pass; for `!=` and `!~` there are such elements and none is equal or matches.
 */
export function valueTest(op: ComparisonOp, literal: Literal): (attribute: TypedAttribute) => boolean {
  switch (literal.type) {
    case 'text': {
      const test = textTest(op, literal.value);
      return ({ value }) => test(value);
    }
    case 'string': {
      const test = textTest(op, literal.value);
      const array = arrayTest('string', op, (o) => textTest(o, literal.value) as (element: unknown) => boolean);
      return ({ type, value }) => (type === 's' ? test(value) : type === 'a' && array(value));
    }
    case 'bool': {
      const test = textTest(op, String(literal.value));
      const array = arrayTest('boolean', op, () => (element) => element === literal.value);
      return ({ type, value }) => (type === 'b' ? test(value) : type === 'a' && array(value));
    }
    case 'int':
    case 'float':
    case 'duration': {
      const ordered = op as OrderedOp;
      const array = arrayTest(
        'number',
        op,
        (o) => (element) => compareNumbers(element as number, o as OrderedOp, Number(literal.value)),
      );
      return ({ type, value }) => {
        if (type === 'i') return compareNumbers(BigInt(value), ordered, literal.value);
        if (type === 'd') return compareNumbers(Number(value), ordered, literal.value);
        return type === 'a' && array(value);
      };
    }
    case 'status':
    case 'kind':
    case 'nil':
      return () => false;
  }
}

function arrayTest(
  type: 'string' | 'number' | 'boolean',
  op: ComparisonOp,
  elementTest: (op: ComparisonOp) => (element: unknown) => boolean,
): (json: string) => boolean {
  const negative = op === '!=' || op === '!~';
  const test = elementTest(op === '!=' ? '=' : op === '!~' ? '=~' : op);
  return (json) => {
    const comparable = (JSON.parse(json) as unknown[]).filter((element) => typeof element === type);
    return negative ? comparable.length > 0 && !comparable.some(test) : comparable.some(test);
  };
}
