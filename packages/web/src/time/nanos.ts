/**
 * Unix time in nanoseconds as the APIs send it: a string of decimal digits. It does not fit a `number`, so it stays a
 * string until arithmetic is needed, and then becomes a `bigint`.
 */
export type NanosText = string & { readonly unit?: 'ns' };

const NS_PER_MS = 1_000_000n;

/** @returns the time as a bigint; 0 for anything that is not a string of digits. */
export function parseNanos(text: string | undefined): bigint {
  return text !== undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : 0n;
}

/** Orders two digit strings by value without making a bigint of them: lists of lines sort by this. */
export function compareNanos(a: NanosText, b: NanosText): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @returns whole milliseconds, rounded down. */
export function nanosToMs(ns: bigint): number {
  return Number(ns / NS_PER_MS);
}

export function msToNanos(ms: number): bigint {
  return BigInt(Math.round(ms)) * NS_PER_MS;
}
