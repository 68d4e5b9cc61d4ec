import { err, nanos, ok, type Nanos, type Result } from '@bongsu/model';
import { formatGoDuration } from '../syntax/index.js';

/** Points of a metrics query at `start`, `start + step`, ... Each counts spans that start in (point - step, point]. */
export interface MetricsGrid {
  readonly start: bigint;
  /** Nanoseconds. */
  readonly step: bigint;
  readonly count: number;
  /** Spans that start in [from, until]: the first point sees its whole step, the last one what was asked for. */
  readonly from: Nanos;
  readonly until: Nanos;
  /** Seconds that a rate is per. */
  readonly perSeconds: number;
}

const S = 1_000_000_000n;
const MS = 1_000_000n;
const MAX_POINTS = 10_000n;
/** A chart has about this many points. */
const USUAL_POINTS = 240n;

/** The step of a range without one: a round length of about a 240th of it, from a minute on at least a second. */
export function defaultStep(start: Nanos, end: Nanos): bigint {
  const wanted = (end - start) / USUAL_POINTS;
  if (end - start >= 60n * S && wanted < S) return S;
  for (const round of [3600n * S, 300n * S, 60n * S, 15n * S, 5n * S, S]) {
    if (wanted >= round) return wanted - (wanted % round);
  }
  const fine = wanted - (wanted % (50n * MS));
  return fine < 50n * MS ? 50n * MS : fine;
}

/** The start is moved back and the end on to a multiple of the step. */
export function rangeGrid(start: Nanos, end: Nanos, step: bigint): Result<MetricsGrid, string> {
  if (end <= start) return err('end must be greater than start');
  if (step <= 0n) return err('step must be greater than 0');
  const from = start - floorMod(start, step);
  const until = end + floorMod(0n - end, step);
  if ((until - from) / step > MAX_POINTS) {
    const least = formatGoDuration((end - start + MAX_POINTS - 1n) / MAX_POINTS);
    return err(`step of ${formatGoDuration(step)} is too small, minimum step for given range is ${least}`);
  }
  const count = Number((until - from) / step) + 1;
  const first = from - step + 1n;
  return ok({
    start: from,
    step,
    count,
    from: nanos(first < 0n ? 0n : first),
    until: end,
    perSeconds: Number(step) / 1e9,
  });
}

/** One point at the end that sees all of [start, end]. */
export function instantGrid(start: Nanos, end: Nanos): Result<MetricsGrid, string> {
  if (end <= start) return err('end must be greater than start');
  const step = end - start;
  return ok({ start: end, step: step + 1n, count: 1, from: start, until: end, perSeconds: Number(step) / 1e9 });
}

const floorMod = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;

/** The point that counts a span which starts then; not negative for spans of the range. */
export const pointOf = ({ start, step }: MetricsGrid, time: bigint): number =>
  time <= start ? 0 : Number((time - start + step - 1n) / step);

/** Nanoseconds. */
export const timeOf = ({ start, step }: MetricsGrid, point: number): Nanos => nanos(start + BigInt(point) * step);
