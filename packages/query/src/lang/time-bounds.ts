import { MS_PER_DAY, nanos, type Nanos } from '@bongsu/model';
import { call, col, infix, param, type Expr, type Table } from '../sql/index.js';

const INT64_MAX = 2n ** 63n - 1n;
const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_DAY = BigInt(MS_PER_DAY) * 1_000_000n;

/** Days a `Date32` holds: 1900-01-01 to 2299-12-31. */
const FIRST_DAY = -25_567n;
const LAST_DAY = 120_529n;

const clamp = (value: bigint, least: bigint, greatest: bigint): bigint =>
  value < least ? least : value > greatest ? greatest : value;

/** A time as a `DateTime64(9)`. Times beyond what 64 bits of nanoseconds hold become the nearest that they do. */
export function instant(at: Nanos): Expr {
  return param("DateTime64(9, 'UTC')", clamp(at, -INT64_MAX, INT64_MAX));
}

/** `column` in [start, end). */
export function within(column: string, start: Nanos, end: Nanos): Expr {
  return infix(infix(col(column), '>=', instant(start)), 'AND', infix(col(column), '<', instant(end)));
}

/** Nanoseconds in which the engine's 32-bit `DateTime`, the type of a time bucket, does not wrap around. */
const BUCKETS_END = 2n ** 32n * NS_PER_SECOND;

/**
 * As `within`, for the time of a table whose sort key starts with a bucket of it, such as
 * `toStartOfFiveMinutes(ts)`. The bucket must be named: a condition on the time binds to the key's later column
 * of that name alone and would prune nothing by the bucket.
 */
export function withinBuckets(table: Table, column: string, start: Nanos, end: Nanos): Expr {
  const exact = within(column, start, end);
  const buckets = bucketsWithin(table, column, start, end);
  return buckets ? infix(buckets, 'AND', exact) : exact;
}

/** The buckets alone that overlap [start, end), of a table whose sort key has them; `undefined` as `timeBucket`. */
export function bucketsWithin(table: Table, column: string, start: Nanos, end: Nanos): Expr | undefined {
  const bucket = timeBucket(table, column, start, end);
  if (!bucket) return undefined;
  const { expr, seconds } = bucket;
  // Worked out here: each function of a statement takes the engine a tenth of a millisecond to plan.
  const holding = (at: bigint): bigint => (at / NS_PER_SECOND / seconds) * seconds;
  const time = (at: bigint): Expr => param("DateTime('UTC')", at);
  const first = holding(start);
  const last = holding(end - 1n);
  if (first === last) return infix(expr, '=', time(first));
  return infix(infix(expr, '>=', time(first)), 'AND', infix(expr, '<=', time(last)));
}

/** Seconds of the buckets that sort keys are made of. */
const BUCKET_SECONDS: Readonly<Record<string, bigint>> = {
  toStartOfMinute: 60n,
  toStartOfFiveMinutes: 300n,
  toStartOfTenMinutes: 600n,
  toStartOfFifteenMinutes: 900n,
  toStartOfHour: 3600n,
};

/** A bucket of time that a table's sort key starts with, a `DateTime` in UTC. */
export interface TimeBucket {
  /** The key's own expression. */
  readonly expr: Expr;
  readonly seconds: bigint;
}

/** The bucket of `column` in the table's sort key; `undefined` without one or when it does not hold [start, end). */
export function timeBucket(table: Table, column: string, start: Nanos, end: Nanos): TimeBucket | undefined {
  const key = table.orderBy.map((each) => /^(toStartOf\w+)\((\w+)\)$/.exec(each)).find((m) => m?.[2] === column);
  const seconds = key ? BUCKET_SECONDS[key[1]!] : undefined;
  if (!key || seconds === undefined || start < 0n || end > BUCKETS_END || end <= start) return undefined;
  return { expr: call(key[1]!, col(column)), seconds };
}

/** The UTC day that holds `at`, as text `YYYY-MM-DD` a `Date32` takes. */
function dayText(at: Nanos): string {
  const floor = at / NS_PER_DAY - (at % NS_PER_DAY < 0n ? 1n : 0n);
  return new Date(Number(clamp(floor, FIRST_DAY, LAST_DAY)) * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The `Date32` column holds a day that overlaps [start, end). */
export function daysWithin(column: string, start: Nanos, end: Nanos): Expr {
  const last = end > start ? nanos(end - 1n) : start;
  return infix(
    infix(col(column), '>=', param('Date32', dayText(start))),
    'AND',
    infix(col(column), '<=', param('Date32', dayText(last))),
  );
}
