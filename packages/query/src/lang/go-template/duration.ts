import { formatGoDuration } from '../go-duration.js';
import { GoInt, type GoFunction, type GoValue } from './value.js';

const MAX = 2n ** 63n - 1n;
const SECOND = 1_000_000_000n;

const get = (call: () => GoValue): GoFunction => ({ parameters: [], call });

/** Go's `time.Duration`, in nanoseconds; what is beyond 292 years is cut to that. */
export function duration(nanoseconds: bigint): GoInt {
  const ns = nanoseconds > MAX ? MAX : nanoseconds < -MAX - 1n ? -MAX - 1n : nanoseconds;
  const text = formatGoDuration(ns);
  const whole = (unit: bigint): GoFunction => get(() => new GoInt('int64', ns / unit));
  /** As Go divides: the whole units and the rest of a unit apart. */
  const float = (unit: bigint): GoFunction => get(() => Number(ns / unit) + Number(ns % unit) / Number(unit));
  const toUnit = (past: (unit: bigint) => bigint): GoFunction => ({
    parameters: ['time.Duration'],
    call: ([unit]) => {
      const length = (unit as GoInt).value;
      return duration(length <= 0n ? ns : ns + past(length));
    },
  });
  return new GoInt(
    'time.Duration',
    ns,
    text,
    new Map([
      ['String', get(() => text)],
      ['Hours', float(3600n * SECOND)],
      ['Minutes', float(60n * SECOND)],
      ['Seconds', float(SECOND)],
      ['Milliseconds', whole(1_000_000n)],
      ['Microseconds', whole(1000n)],
      ['Nanoseconds', whole(1n)],
      ['Abs', get(() => duration(ns < 0n ? -ns : ns))],
      ['Truncate', toUnit((unit) => -(ns % unit))],
      ['Round', toUnit((unit) => toNearest(ns % unit, unit))],
    ]),
  );
}

/** What takes a rest to the nearest multiple; halves go away from zero. */
function toNearest(rest: bigint, unit: bigint): bigint {
  const size = rest < 0n ? -rest : rest;
  if (size * 2n < unit) return -rest;
  return rest < 0n ? -(unit - size) : unit - size;
}
