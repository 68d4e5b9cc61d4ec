import { durationNs, nanos, type DurationNs, type Nanos } from '@bongsu/model';

/** The times at which a query is evaluated: `start`, `start + step`, ... `count` of them, at least one. */
export interface Grid {
  readonly start: Nanos;
  /** At least 1. */
  readonly step: DurationNs;
  readonly count: number;
}

export const gridTime = ({ start, step }: Grid, i: number): Nanos => nanos(start + BigInt(i) * step);

/** `end` is inclusive; not before `start`. */
export function rangeGrid(start: Nanos, end: Nanos, step: DurationNs): Grid {
  return { start, step, count: Number((end - start) / step) + 1 };
}

export function instantGrid(time: Nanos): Grid {
  return { start: time, step: durationNs(1n), count: 1 };
}

/**
 * Widens a range to multiples of `step` since the epoch: the start down, the end up. Loki's query frontend does so to
 * every metric query it splits (pkg/querier/queryrange/splitters.go), so its points lie there.
 */
export function alignRange(start: Nanos, end: Nanos, step: DurationNs): { readonly start: Nanos; readonly end: Nanos } {
  const floor = (time: bigint): bigint => time - (((time % step) + step) % step);
  const down = floor(end);
  return { start: nanos(floor(start)), end: nanos(down === end ? end : down + step) };
}
