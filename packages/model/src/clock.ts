import { millis, nanos, type Millis, type Nanos } from './time.js';

/** The only reader of the wall clock in engine code. Tests pass their own. */
export interface Clock {
  now(): Millis;
  nowNanos(): Nanos;
  /** Monotonic milliseconds, for measuring lengths; its zero has no meaning. */
  monotonic(): number;
}

/** `nowNanos` is anchored to the wall clock once and then advances monotonically with nanosecond resolution. */
export function systemClock(): Clock {
  return {
    now: () => millis(Date.now()),
    nowNanos: () => nanos(BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n),
    monotonic: () => performance.now(),
  };
}
