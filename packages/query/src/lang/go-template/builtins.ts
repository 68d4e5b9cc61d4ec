import { COMPARISONS } from './compare.js';
import { escapeHtml, escapeJs, escapeQuery } from './escape.js';
import { sprint, sprintf, sprintln } from './printf.js';
import {
  byteLength,
  byteSlice,
  CallFailure,
  GoFuncValue,
  GoInt,
  GoMap,
  GoSlice,
  integerOf,
  isTrue,
  typeName,
  type GoFunction,
  type GoValue,
} from './value.js';

/** The functions every Go template has, but for `and` and `or`, which do not evaluate all their arguments. */
export const BUILTINS: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ...COMPARISONS,
  ['not', { parameters: ['any'], call: ([value]) => !isTrue(value!) }],
  ['len', { parameters: ['any'], call: ([value]) => BigInt(length(value!)) }],
  ['index', { parameters: ['any'], variadic: 'any', call: ([item, ...keys]) => keys.reduce<GoValue>(index, item!) }],
  ['slice', { parameters: ['any'], variadic: 'any', call: ([item, ...bounds]) => slice(item!, bounds) }],
  ['print', { parameters: [], variadic: 'any', call: sprint }],
  ['println', { parameters: [], variadic: 'any', call: sprintln }],
  ['printf', { parameters: ['string'], variadic: 'any', call: ([format, ...args]) => sprintf(format as string, args) }],
  ['html', { parameters: [], variadic: 'any', call: (args) => escapeHtml(sprint(args)) }],
  ['js', { parameters: [], variadic: 'any', call: (args) => escapeJs(sprint(args)) }],
  ['urlquery', { parameters: [], variadic: 'any', call: (args) => escapeQuery(sprint(args)) }],
  ['call', { parameters: ['any'], variadic: 'any', call: ([fn, ...args]) => callValue(fn!, args) }],
]);

function length(value: GoValue): number {
  if (typeof value === 'string') return byteLength(value);
  if (value instanceof GoSlice) return value.items.length;
  if (value instanceof GoMap) return [...value.entries.keys()].length;
  throw new CallFailure(value === null ? 'len of nil pointer' : `len of type ${typeName(value)}`);
}

function index(item: GoValue, key: GoValue): GoValue {
  if (item === null) throw new CallFailure('index of untyped nil');
  if (item instanceof GoMap) {
    if (typeof key !== 'string') {
      const found = key === null ? 'value is nil' : `value has type ${typeName(key)}`;
      throw new CallFailure(`${found}; should be string`);
    }
    return item.entries.get(key) ?? (item.element === 'string' ? '' : null);
  }
  if (typeof item === 'string') {
    const bytes = Buffer.from(item);
    return new GoInt('uint8', BigInt(bytes[position(key, bytes.length - 1)]!));
  }
  if (item instanceof GoSlice) return item.items[position(key, item.items.length - 1)]!;
  throw new CallFailure(`can't index item of type ${typeName(item)}`);
}

/** A place from 0 to `last`, inclusive. */
function position(key: GoValue, last: number): number {
  const at = integerOf(key);
  if (at === undefined) {
    throw new CallFailure(
      key === null ? 'cannot index slice/array with nil' : `cannot index slice/array with type ${typeName(key)}`,
    );
  }
  if (at < 0n || at > BigInt(last)) throw new CallFailure(`index out of range: ${at}`);
  return Number(at);
}

function slice(item: GoValue, bounds: readonly GoValue[]): GoValue {
  if (item === null) throw new CallFailure('slice of untyped nil');
  if (bounds.length > 3) throw new CallFailure(`too many slice indexes: ${bounds.length}`);
  const size = sliceable(item, bounds.length);
  const [from = 0, to = size] = bounds.map((bound) => position(bound, size));
  if (from > to) throw new CallFailure(`invalid slice index: ${from} > ${to}`);
  if (typeof item === 'string') return byteSlice(item, from, to);
  return new GoSlice((item as GoSlice).items.slice(from, to));
}

function sliceable(item: GoValue, bounds: number): number {
  if (typeof item === 'string') {
    if (bounds === 3) throw new CallFailure('cannot 3-index slice a string');
    return byteLength(item);
  }
  if (item instanceof GoSlice) return item.items.length;
  throw new CallFailure(`can't slice item of type ${typeName(item)}`);
}

function callValue(fn: GoValue, args: readonly GoValue[]): GoValue {
  if (fn === null) throw new CallFailure('call of nil');
  if (!(fn instanceof GoFuncValue)) throw new CallFailure(`non-function of type ${typeName(fn)}`);
  const { parameters, variadic } = fn.fn;
  if (variadic === undefined ? args.length !== parameters.length : args.length < parameters.length) {
    const want = variadic === undefined ? `${parameters.length}` : `at least ${parameters.length}`;
    throw new CallFailure(`wrong number of args: got ${args.length} want ${want}`);
  }
  for (const [i, arg] of args.entries()) {
    const wanted = parameters[i] ?? variadic!;
    if (wanted !== 'any' && typeName(arg) !== wanted) {
      throw new CallFailure(`arg ${i}: value has type ${typeName(arg)}; should be ${wanted}`);
    }
  }
  return fn.fn.call(args);
}
