/** Nanoseconds since the Unix epoch. Exact; the unit of logs and spans. */
export type Nanos = bigint & { readonly __unit: 'ns since epoch' };
/** Milliseconds since the Unix epoch. The unit of metric samples and of Prometheus' API. */
export type Millis = number & { readonly __unit: 'ms since epoch' };
/** A length of time in milliseconds. */
export type DurationMs = number & { readonly __unit: 'ms' };
/** A length of time in nanoseconds. */
export type DurationNs = bigint & { readonly __unit: 'ns' };
/** Days since the Unix epoch, UTC. Names a partition. */
export type EpochDay = number & { readonly __unit: 'days since epoch' };

export const nanos = (value: bigint): Nanos => value as Nanos;
export const millis = (value: number): Millis => value as Millis;
export const durationMs = (value: number): DurationMs => value as DurationMs;
export const durationNs = (value: bigint): DurationNs => value as DurationNs;
export const epochDay = (value: number): EpochDay => value as EpochDay;

const NS_PER_MS = 1_000_000n;
export const MS_PER_DAY = 86_400_000;

/** Exact for every integral `ms`; a fraction is cut to whole nanoseconds. */
export function millisToNanos(ms: Millis): Nanos {
  const whole = Math.floor(ms);
  return nanos(BigInt(whole) * NS_PER_MS + BigInt(Math.trunc((ms - whole) * 1e6)));
}

/** Rounds towards minus infinity: loses what is finer than a millisecond. */
export function nanosToMillis(ns: Nanos): Millis {
  const quotient = ns / NS_PER_MS;
  return millis(Number(ns < 0n && quotient * NS_PER_MS !== ns ? quotient - 1n : quotient));
}

/** The UTC day that holds `ms`. */
export const dayOfMillis = (ms: Millis): EpochDay => epochDay(Math.floor(ms / MS_PER_DAY));
export const startOfDay = (day: EpochDay): Millis => millis(day * MS_PER_DAY);
