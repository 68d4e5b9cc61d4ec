import { durationNs, err, nanos, ok, type Clock, type DurationNs, type Nanos, type Result } from '@bongsu/model';
import { parseDuration } from '../../config/duration.js';
import { failure, type Failure } from '../../errors/failure.js';
import { parseGoInt } from '../go-number.js';
import { parseLokiTime } from '../time-params.js';

const HOUR_NS = 3_600_000_000_000n;
const NS_PER_MS = 1_000_000n;
const NS_PER_SECOND = 1_000_000_000n;
const MAX_POINTS = 11_000n;
const DEFAULT_LIMIT = 100;

const bad = (message: string): Result<never, Failure> => err(failure('bad_parameter', message));

/** Go's words for what is neither a number nor RFC 3339. */
const noTime = (text: string): string => `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`;

export interface LokiRange {
  readonly start: Nanos;
  readonly end: Nanos;
}

/** `start`, `end` and `since`: by default the last hour. */
export function lokiRange(params: URLSearchParams, clock: Clock): Result<LokiRange, Failure> {
  const time = (name: string): Result<Nanos | undefined, Failure> => {
    const text = params.get(name);
    if (text === null || text === '') return ok(undefined);
    const parsed = parseLokiTime(text);
    return parsed === undefined ? bad(`could not parse '${name}' parameter: ${noTime(text)}`) : ok(parsed);
  };
  const end = time('end');
  if (!end.ok) return end;
  const start = time('start');
  if (!start.ok) return start;
  const now = clock.nowNanos();
  const until = end.value ?? now;
  let since = HOUR_NS;
  const text = params.get('since');
  if (text !== null && text !== '') {
    const length = parseDuration(text);
    if (!length.ok) {
      return bad(`could not parse 'since' parameter: not a valid duration string: ${JSON.stringify(text)}`);
    }
    since = BigInt(length.value) * NS_PER_MS;
  }
  const from = start.value ?? nanos((until < now ? until : now) - since);
  if (until < from) return bad('end timestamp must not be before or equal to start time');
  return ok({ start: from, end: until });
}

/** Lines to return; `max` inclusive. */
export function lokiLimit(params: URLSearchParams, max: number): Result<number, Failure> {
  const text = params.get('limit');
  if (text === null || text === '') return ok(Math.min(DEFAULT_LIMIT, max));
  const parsed = parseGoInt(text);
  if (!parsed.ok) return bad(parsed.error);
  const limit = parsed.value;
  if (limit <= 0) return bad('limit must be a positive value');
  if (limit > max) {
    return bad(
      `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${max}); raise limits.query.logLines`,
    );
  }
  return ok(limit);
}

/** A whole number above 0. */
export function positiveParam(params: URLSearchParams, name: string, fallback: number): Result<number, Failure> {
  const text = params.get(name) ?? '';
  if (text === '') return ok(fallback);
  const number = parseGoInt(text);
  if (!number.ok) return bad(number.error);
  // Loki says `limit` of all of them.
  return number.value > 0 ? number : bad('limit must be a positive value');
}

/** As Loki reads the paging of every query, also of a metric's, which has no use for it: a bad `limit` is refused. */
export function lokiPaging(params: URLSearchParams): Result<undefined, Failure> {
  const limit = positiveParam(params, 'limit', DEFAULT_LIMIT);
  if (!limit.ok) return limit;
  const direction = lokiDirection(params);
  return direction.ok ? ok(undefined) : direction;
}

/** `query` of the older API, with the `regexp` beside it as its last filter of lines. */
export function legacyQuery(params: URLSearchParams): string {
  const query = params.get('query') ?? '';
  const regexp = params.get('regexp') ?? '';
  // A line feed ends a comment.
  return regexp === '' ? query : `${query}\n|~ ${JSON.stringify(regexp)}`;
}

export function lokiDirection(params: URLSearchParams): Result<'forward' | 'backward', Failure> {
  const text = params.get('direction') || 'backward';
  const direction = text.toLowerCase();
  return direction === 'forward' || direction === 'backward' ? ok(direction) : bad(`invalid direction '${text}'`);
}

/**
 * `step` in nanoseconds, at least 1: seconds with a fraction or a duration, by default a 250th of the range in whole
 * seconds. Log queries have no use for it, yet a bad one is refused as Loki does.
 */
export function lokiStep(params: URLSearchParams, { start, end }: LokiRange): Result<DurationNs, Failure> {
  const range = end - start;
  const step = lengthOf(params, 'step') ?? ok(defaultStep(range));
  if (!step.ok) return step;
  if (step.value <= 0n) {
    return bad('zero or negative query resolution step widths are not accepted. Try a positive integer');
  }
  if (range / step.value > MAX_POINTS) {
    return bad(
      'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter',
    );
  }
  return step;
}

function defaultStep(range: bigint): DurationNs {
  const seconds = range / NS_PER_SECOND / 250n;
  return durationNs((seconds > 1n ? seconds : 1n) * NS_PER_SECOND);
}

/** `interval`: how far lines of a log query lie apart at least; 0 for all of them. */
export function lokiInterval(params: URLSearchParams): Result<DurationNs, Failure> {
  const interval = lengthOf(params, 'interval') ?? ok(durationNs(0n));
  return interval.ok && interval.value < 0n ? bad('interval must be >= 0') : interval;
}

function lengthOf(params: URLSearchParams, name: string): Result<DurationNs, Failure> | undefined {
  const text = params.get(name);
  if (text === null || text === '') return undefined;
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    const ns = Number(text) * 1e9;
    return Math.abs(ns) < 2 ** 63
      ? ok(durationNs(BigInt(Math.round(ns))))
      : bad(`cannot parse ${JSON.stringify(text)} to a valid duration. It overflows int64`);
  }
  const length = parseDuration(text);
  return length.ok
    ? ok(durationNs(BigInt(length.value) * NS_PER_MS))
    : bad(`cannot parse ${JSON.stringify(text)} to a valid duration`);
}

/** `time` of an instant query: by default now. */
export function lokiInstant(params: URLSearchParams, clock: Clock): Result<Nanos, Failure> {
  const text = params.get('time');
  if (text === null || text === '') return ok(clock.nowNanos());
  const time = parseLokiTime(text);
  return time === undefined ? bad(noTime(text)) : ok(time);
}
