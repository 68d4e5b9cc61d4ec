import { err, nanos, ok, type Clock, type DurationNs, type Nanos, type Result } from '@bongsu/model';
import { parseDuration } from '../../config/duration.js';
import { failure, type Failure } from '../../errors/failure.js';
import { parseGoInt } from '../go-number.js';
import { parseGoDuration } from './go-duration.js';

const NS_PER_S = 1_000_000_000n;
const NS_PER_MS = 1_000_000n;
/** Of an unsigned number of 32 bits, as Tempo keeps it. */
const MAX_COUNT = 4_294_967_295;

export interface TempoRange {
  readonly start: Nanos;
  readonly end: Nanos;
}

export const badParameter = (message: string): Result<never, Failure> => err(failure('bad_parameter', message));

/** `start` and `end` in seconds, both or neither; undefined when neither is given. */
export function givenRange(params: URLSearchParams): Result<TempoRange | undefined, Failure> {
  const [startText, endText] = [params.get('start') ?? '', params.get('end') ?? ''];
  if (startText === '' && endText === '') return ok(undefined);
  const start = parseGoInt(startText === '' ? '0' : startText, 'ParseInt');
  if (!start.ok) return badParameter(`invalid start: ${start.error}`);
  const end = parseGoInt(endText === '' ? '0' : endText, 'ParseInt');
  if (!end.ok) return badParameter(`invalid end: ${end.error}`);
  // 0 is how some clients leave a bound out.
  if (start.value === 0 && end.value === 0) return ok(undefined);
  if (end.value <= start.value) {
    return badParameter(`http parameter start must be before end. received start=${start.value} end=${end.value}`);
  }
  return ok({ start: nanos(BigInt(start.value) * NS_PER_S), end: nanos(BigInt(end.value) * NS_PER_S) });
}

/** The given range, else `since` before now, else `fallbackMs` before now. A second into the future is included. */
export function rangeOr(params: URLSearchParams, clock: Clock, fallbackMs: number): Result<TempoRange, Failure> {
  const given = givenRange(params);
  if (!given.ok) return given;
  if (given.value !== undefined) return ok(given.value);
  let length = fallbackMs;
  const since = params.get('since') ?? '';
  if (since !== '') {
    const parsed = parseDuration(since);
    if (!parsed.ok) return badParameter(`invalid since: ${JSON.stringify(since)}: ${parsed.error}`);
    length = parsed.value;
  }
  const now = clock.nowNanos();
  return ok({ start: nanos(now - BigInt(length) * NS_PER_MS), end: nanos(now + NS_PER_S) });
}

/** A whole number that is at least 1; `fallback` when it is not given. */
export function positive(params: URLSearchParams, name: string, fallback: number): Result<number, Failure> {
  const text = params.get(name) ?? '';
  if (text === '') return ok(fallback);
  const value = parseGoInt(text);
  if (!value.ok) return badParameter(`invalid ${name}: ${value.error}`);
  if (value.value <= 0) return badParameter(`invalid ${name}: must be a positive number`);
  return value.value <= MAX_COUNT ? value : badParameter(`invalid ${name}: must be at most ${MAX_COUNT}`);
}

export function goDuration(params: URLSearchParams, name: string): Result<DurationNs | undefined, Failure> {
  const text = params.get(name) ?? '';
  if (text === '') return ok(undefined);
  const length = parseGoDuration(text);
  return length.ok ? length : badParameter(`invalid ${name}: ${length.error}`);
}
