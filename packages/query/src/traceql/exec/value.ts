import type { TypedAttribute } from '@bongsu/model';
import { compileAnchored } from '../../lang/index.js';
import type { Literal, OrderOp } from '../syntax/index.js';

/** What an expression comes to for a span. */
export type Value =
  | Exclude<Literal, { type: 'text' }>
  | { readonly type: 'array'; readonly elements: readonly Value[]; readonly json: string }
  /** A present value that compares with nothing: bytes, a key-value list, an empty value. */
  | { readonly type: 'other'; readonly attribute: Pick<TypedAttribute, 'value' | 'type'> }
  /** Of events and links: a comparison passes if it does for any of them; elsewhere the first counts. Not empty. */
  | { readonly type: 'any-of'; readonly values: readonly Value[] };

export const NIL: Value = { type: 'nil' };
export const TRUE: Value = { type: 'bool', value: true };
export const FALSE: Value = { type: 'bool', value: false };
export const boolOf = (value: boolean): Value => (value ? TRUE : FALSE);

export const isTrue = (value: Value): boolean => value.type === 'bool' && value.value;

/** What a value is where there can be only one. */
export const single = (value: Value): Value => (value.type === 'any-of' ? single(value.values[0]!) : value);

/** An attribute's value. A missing type letter means a string. */
export function valueOf({ value, type }: Pick<TypedAttribute, 'value' | 'type'>): Value {
  switch (type) {
    case 's':
    case '':
      return { type: 'string', value };
    case 'i':
      return { type: 'int', value: BigInt(value) };
    case 'd':
      return { type: 'float', value: Number(value) };
    case 'b':
      return boolOf(value === 'true');
    case 'a':
      return { type: 'array', json: value, elements: (JSON.parse(value) as unknown[]).map(elementOf) };
    default:
      return { type: 'other', attribute: { value, type } };
  }
}

function elementOf(element: unknown): Value {
  switch (typeof element) {
    case 'string':
      return { type: 'string', value: element };
    case 'boolean':
      return boolOf(element);
    case 'number':
      return { type: 'float', value: element };
    default:
      return { type: 'other', attribute: { value: JSON.stringify(element), type: 'k' } };
  }
}

export type Numeric = Extract<Value, { type: 'int' | 'float' | 'duration' }>;
export const isNumeric = (value: Value): value is Numeric =>
  value.type === 'int' || value.type === 'float' || value.type === 'duration';

/** Numbers of either kind compare by their exact values; NaN is unequal to everything. */
export function compareNumbers(left: number | bigint, op: OrderOp, right: number | bigint): boolean {
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

/** Texts are ordered by their UTF-8 bytes, as in Go and in the engine. */
function compareTexts(left: string, op: OrderOp, right: string): boolean {
  if (op === '=') return left === right;
  if (op === '!=') return left !== right;
  return compareNumbers(Buffer.compare(Buffer.from(left), Buffer.from(right)), op, 0);
}

/** `left op right` where neither side is the literal `nil`. A missing side or one of another type makes it false. */
export function compareValues(left: Value, op: OrderOp, right: Value): boolean {
  if (left.type === 'any-of') return left.values.some((value) => compareValues(value, op, right));
  if (right.type === 'any-of') return right.values.some((value) => compareValues(left, op, value));
  if (left.type === 'array') return right.type !== 'array' && compareArray(left.elements, op, right);
  if (right.type === 'array') return compareArray(right.elements, FLIPPED[op], left);
  if (isNumeric(left)) return isNumeric(right) && compareNumbers(left.value, op, right.value);
  if (left.type !== right.type) return false;
  switch (left.type) {
    case 'string':
      return compareTexts(left.value, op, (right as typeof left).value);
    case 'bool':
    case 'status':
    case 'kind':
      if (op === '=') return left.value === (right as typeof left).value;
      return op === '!=' && left.value !== (right as typeof left).value;
    default:
      return false;
  }
}

export const FLIPPED: Readonly<Record<OrderOp, OrderOp>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

const comparable = (left: Value, right: Value): boolean =>
  left.type === right.type || (isNumeric(left) && isNumeric(right));

/** Any element of a comparable type passes; for `!=` there are such elements and none is equal. */
function compareArray(elements: readonly Value[], op: OrderOp, right: Value): boolean {
  const candidates = elements.filter((element) => comparable(element, right));
  if (op === '!=') return candidates.length > 0 && !candidates.some((element) => compareValues(element, '=', right));
  return candidates.some((element) => compareValues(element, op, right));
}

/** A regular expression against whole texts. `!~` is false for what is no text. */
export function regexTest(op: '=~' | '!~', pattern: string): (value: Value) => boolean {
  const re = compileAnchored(pattern);
  if (!re.ok) throw new Error(`BUG: pattern not checked: ${re.error}`);
  const matches = (value: Value): boolean => value.type === 'string' && re.value.matches(value.value);
  const test = (value: Value): boolean => {
    if (value.type === 'any-of') return value.values.some(test);
    if (value.type === 'array') {
      const texts = value.elements.filter((element) => element.type === 'string');
      return texts.length > 0 && texts.some(matches) === (op === '=~');
    }
    return value.type === 'string' && matches(value) === (op === '=~');
  };
  return test;
}

/** Equal for equal values of one type, and for no others. */
export function valueKey(value: Value): string {
  switch (value.type) {
    case 'nil':
      return 'nil';
    case 'array':
      return `array ${value.json}`;
    case 'other':
      return `other ${value.attribute.type} ${value.attribute.value}`;
    case 'any-of':
      return valueKey(single(value));
    default:
      return `${value.type} ${value.value}`;
  }
}
