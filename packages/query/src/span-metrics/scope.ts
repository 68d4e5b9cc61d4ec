import { millisToNanos, nanos, type Millis, type Nanos, type Tenant } from '@bongsu/model';
import { withinBuckets } from '../lang/index.js';
import { and, call, col, infix, lit, param, SPANS, type Expr } from '../sql/index.js';
import type { Bounds } from './metric.js';

/** Spans of a tenant by their start, in milliseconds. */
export interface Scope {
  readonly tenant: Tenant;
  /** Exclusive. */
  readonly after: Millis;
  /** Inclusive. */
  readonly until: Millis;
}

const JUST_AFTER = 1n;

/** Spans that begin in the scope, widened by so many nanoseconds on either side, and fit every condition. */
export function spansWhere(
  { tenant, after, until }: Scope,
  conditions: readonly (Expr | undefined)[],
  earlier: bigint = 0n,
  later: bigint = 0n,
): Expr {
  const start: Nanos = nanos(millisToNanos(after) + JUST_AFTER - earlier);
  const end: Nanos = nanos(millisToNanos(until) + JUST_AFTER + later);
  return and([
    infix(col('tenant'), '=', param('String', tenant)),
    withinBuckets(SPANS, 'start', start, end),
    ...conditions,
  ])!;
}

/**
 * Index of the least bound that is not below a duration in nanoseconds, or how many bounds there are. The bounds are
 * `first * 2^n`, and the logarithm of a power of two is exact.
 */
export function bucketOf(duration: Expr, { first, count }: Bounds): Expr {
  const exponent = call('ceil', call('log2', infix(call('greatest', duration, lit(1)), '/', lit(first))));
  return call('toUInt8', call('least', call('greatest', exponent, lit(0)), lit(count)));
}

/** The seconds of durations in nanoseconds. */
export const secondsOf = (duration: Expr): Expr =>
  infix(call('sum', call('toFloat64', call('greatest', duration, lit(0)))), '/', lit(1e9));
