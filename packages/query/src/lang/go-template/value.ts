import type { GoTime } from './go-time.js';

/** An integer of another type than `int`, which is a `bigint`. */
export class GoInt {
  constructor(
    readonly type: 'int64' | 'int32' | 'uint8' | 'time.Duration' | 'time.Month' | 'time.Weekday',
    readonly value: bigint,
    /** What its type's `String` gives, where it has one: it is printed so, and calculated with as a number. */
    readonly text?: string,
    readonly methods: ReadonlyMap<string, GoFunction> = new Map(),
  ) {}
}

/** Where a map's entries come from. `undefined` is an absent entry, `null` one that is nil. */
export interface MapEntries {
  get(key: string): GoValue | undefined;
  keys(): Iterable<string>;
}

/** A map with string keys. A missing key gives '' where the elements are strings and nil otherwise. */
export class GoMap {
  constructor(
    readonly element: 'string' | 'interface {}',
    readonly entries: MapEntries,
  ) {}

  get type(): string {
    return `map[string]${this.element}`;
  }

  get isEmpty(): boolean {
    for (const _ of this.entries.keys()) return false;
    return true;
  }

  /** Sorted, as templates and `fmt` go through a map. */
  sortedKeys(): string[] {
    return [...this.entries.keys()].sort();
  }
}

export class GoSlice {
  constructor(readonly items: readonly GoValue[]) {}
  readonly type = '[]interface {}';
}

/** A struct by its exported fields and methods. */
export class GoStruct {
  constructor(
    readonly type: string,
    readonly fields: ReadonlyMap<string, GoValue>,
    readonly methods: ReadonlyMap<string, GoFunction> = new Map(),
  ) {}
}

/** Types that a function may ask for. `any` takes everything; `nil` included. */
export type ParameterType = 'any' | 'bool' | 'string' | 'int' | 'float64' | 'time.Time' | 'time.Duration';

/** A function that templates can call. `call` throws `CallFailure` where the Go function returns an error. */
export interface GoFunction {
  readonly parameters: readonly ParameterType[];
  /** The type of any number of further arguments. */
  readonly variadic?: ParameterType;
  /** The arguments have the types asked for. */
  call(args: readonly GoValue[]): GoValue;
}

export type GoFunctions = ReadonlyMap<string, GoFunction>;

/** The error that a called function returns; its message is the whole of it. */
export class CallFailure extends Error {}

/** A function as a value, for `call`. */
export class GoFuncValue {
  constructor(readonly fn: GoFunction) {}
}

/** Go's values as far as templates have them: nil, `int` as bigint, `float64` as number. */
export type GoValue =
  null | boolean | string | number | bigint | GoInt | GoMap | GoSlice | GoStruct | GoFuncValue | GoTime;

/** The name of the value's type as `%T` prints it. */
export function typeName(value: GoValue): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int';
    default:
      if (value === null) return '<nil>';
      return value instanceof GoFuncValue ? 'func' : value.type;
  }
}

/** The integer a value is, of whichever type. */
export function integerOf(value: GoValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof GoInt ? value.value : undefined;
}

/** Whether a value counts as true: what is not zero, empty or nil. */
export function isTrue(value: GoValue): boolean {
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'number') return value !== 0;
  const integer = integerOf(value);
  if (integer !== undefined) return integer !== 0n;
  if (value instanceof GoMap) return !isDone(value.entries.keys());
  return !(value instanceof GoSlice) || value.items.length > 0;
}

function isDone(items: Iterable<string>): boolean {
  return items[Symbol.iterator]().next().done === true;
}

/** Strings are bytes in Go: `[start, end)` of the UTF-8 form, with what is cut in half replaced. */
export function byteSlice(text: string, start: number, end: number): string {
  return isAscii(text) ? text.slice(start, end) : Buffer.from(text).subarray(start, end).toString();
}

export const byteLength = (text: string): number => Buffer.byteLength(text);

const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text);

/** A map of Go values from a plain one. */
export function mapOf(entries: ReadonlyMap<string, GoValue>): GoMap {
  return new GoMap('interface {}', { get: (key) => entries.get(key), keys: () => entries.keys() });
}
