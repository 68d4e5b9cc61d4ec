import { GoTime, monthName, weekdayName, type TimeFields } from './go-time.js';
import { UTC } from './zone.js';
import { GoInt, type GoFunction, type GoValue } from './value.js';

const int64 = (value: bigint): GoInt => new GoInt('int64', BigInt.asIntN(64, value));

const get = (read: (time: GoTime) => GoValue): ((time: GoTime) => GoFunction) => {
  return (time) => ({ parameters: [], call: () => read(time) });
};
const field = (name: Exclude<keyof TimeFields, 'zone'>): ((time: GoTime) => GoFunction) =>
  get((time) => BigInt(time.fields()[name]));
const compared = (test: (a: bigint, b: bigint) => boolean): ((time: GoTime) => GoFunction) => {
  return (time) => ({ parameters: ['time.Time'], call: ([other]) => test(time.ns, (other as GoTime).ns) });
};

/** Methods of `time.Time` that templates call: `{{ (__timestamp__).Unix }}`. Months and days print their names. */
export const TIME_METHODS: ReadonlyMap<string, (time: GoTime) => GoFunction> = new Map([
  ['Unix', get((time) => int64(time.unixSeconds))],
  ['UnixMilli', get((time) => int64(BigInt.asIntN(64, floorTo(time.ns, 1_000_000n))))],
  ['UnixMicro', get((time) => int64(BigInt.asIntN(64, floorTo(time.ns, 1000n))))],
  ['UnixNano', get((time) => int64(time.ns))],
  ['Year', field('year')],
  ['Day', field('day')],
  ['YearDay', field('yearDay')],
  ['Hour', field('hour')],
  ['Minute', field('minute')],
  ['Second', field('second')],
  ['Nanosecond', field('nanosecond')],
  ['Month', get((time) => monthName(time.fields().month))],
  ['Weekday', get((time) => weekdayName(time.fields().weekday))],
  ['UTC', get((time) => time.in(UTC))],
  ['IsZero', get((time) => time.ns === GoTime.zero().ns)],
  ['String', get((time) => time.toString())],
  ['Format', (time) => ({ parameters: ['string'], call: ([layout]) => time.format(layout as string) })],
  ['Before', compared((a, b) => a < b)],
  ['After', compared((a, b) => a > b)],
  ['Equal', compared((a, b) => a === b)],
]);

/** Rounds towards minus infinity. */
const floorTo = (ns: bigint, unit: bigint): bigint => (ns - (((ns % unit) + unit) % unit)) / unit;
