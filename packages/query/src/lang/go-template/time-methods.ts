import { duration } from './duration.js';
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

const named = (type: 'time.Month' | 'time.Weekday', value: number, text: string): GoInt =>
  new GoInt(type, BigInt(value), text, new Map([['String', { parameters: [], call: () => text }]]));

const shifted = (by: (time: GoTime, length: bigint) => bigint): ((time: GoTime) => GoFunction) => {
  return (time) => ({
    parameters: ['time.Duration'],
    call: ([length]) => new GoTime(time.ns + by(time, (length as GoInt).value), time.zone),
  });
};

/** What rounding to the nearest multiple adds; halves go up. */
function toNearest(time: GoTime, unit: bigint): bigint {
  if (unit <= 0n) return 0n;
  const past = time.since(unit);
  return past * 2n < unit ? -past : unit - past;
}

/** Methods of `time.Time` that templates call: `{{ (__timestamp__).Unix }}`. */
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
  ['Month', get((time) => named('time.Month', time.fields().month, monthName(time.fields().month)))],
  ['Weekday', get((time) => named('time.Weekday', time.fields().weekday, weekdayName(time.fields().weekday)))],
  ['UTC', get((time) => time.in(UTC))],
  ['Local', get((time) => time.in(UTC))],
  ['Add', shifted((_, length) => length)],
  ['Truncate', shifted((time, unit) => (unit <= 0n ? 0n : -time.since(unit)))],
  ['Round', shifted(toNearest)],
  ['Sub', (time) => ({ parameters: ['time.Time'], call: ([other]) => duration(time.ns - (other as GoTime).ns) })],
  [
    'AddDate',
    (time) => ({
      parameters: ['int', 'int', 'int'],
      call: ([years, months, days]) => time.addDate(Number(years), Number(months), Number(days)),
    }),
  ],
  ['IsZero', get((time) => time.ns === GoTime.zero().ns)],
  ['String', get((time) => time.toString())],
  ['Format', (time) => ({ parameters: ['string'], call: ([layout]) => time.format(layout as string) })],
  ['Before', compared((a, b) => a < b)],
  ['After', compared((a, b) => a > b)],
  ['Equal', compared((a, b) => a === b)],
  [
    'Compare',
    (time) => ({
      parameters: ['time.Time'],
      call: ([other]) => BigInt(Math.sign(Number(time.ns - (other as GoTime).ns))),
    }),
  ],
]);

/** Rounds towards minus infinity. */
const floorTo = (ns: bigint, unit: bigint): bigint => (ns - (((ns % unit) + unit) % unit)) / unit;
