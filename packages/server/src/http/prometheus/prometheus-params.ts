import { durationMs, err, millis, ok, type DurationMs, type Millis, type Result } from '@bongsu/model';
import type { Matcher } from '@bongsu/query/lang';
import { formatParseError, parseSelector } from '@bongsu/query/promql';
import { parseDuration } from '../../config/duration.js';
import { failure, type Failure } from '../../errors/failure.js';
import { parseGoInt } from '../go-number.js';
import { parsePrometheusTime } from '../time-params.js';

export const invalidParameter = (name: string, message: string): Result<never, Failure> =>
  err(failure('bad_parameter', `invalid parameter ${JSON.stringify(name)}: ${message}`));

/** All times that a sample can have, and more. */
export const EVER = { start: millis(-8.64e15), end: millis(8.64e15) } as const;

const noTime = (text: string): string => `cannot parse ${JSON.stringify(text)} to a valid timestamp`;

/** A time that must be there. */
export function timeParam(params: URLSearchParams, name: string): Result<Millis, Failure> {
  const text = params.get(name) ?? '';
  const time = parsePrometheusTime(text);
  return time === undefined ? invalidParameter(name, noTime(text)) : ok(time);
}

export function optionalTime(params: URLSearchParams, name: string): Result<Millis | undefined, Failure> {
  const text = params.get(name) ?? '';
  if (text === '') return ok(undefined);
  const time = parsePrometheusTime(text);
  return time === undefined ? invalidParameter(name, `invalid time value for '${name}': ${noTime(text)}`) : ok(time);
}

/** Of nanoseconds in 64 bits. */
const MAX_SECONDS = 2 ** 63 / 1e9;

/** Seconds with a fraction, or Prometheus' duration syntax. */
export function durationParam(params: URLSearchParams, name: string): Result<DurationMs | undefined, Failure> {
  const text = params.get(name) ?? '';
  if (text === '') return ok(undefined);
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    const seconds = Number(text);
    return Math.abs(seconds) > MAX_SECONDS
      ? invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration. It overflows int64`)
      : ok(durationMs(Math.round(seconds * 1000)));
  }
  const length = parseDuration(text);
  return length.ok ? length : invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration`);
}

/** 0 and none are without limit. */
export function limitParam(params: URLSearchParams, name = 'limit'): Result<number, Failure> {
  const text = params.get(name) ?? '';
  if (text === '') return ok(0);
  const limit = parseGoInt(text);
  if (!limit.ok) return invalidParameter(name, limit.error);
  return limit.value < 0 ? invalidParameter(name, 'limit must be non-negative') : limit;
}

/** Every `match[]`, each one selector. */
export function matchersParam(params: URLSearchParams): Result<readonly (readonly Matcher[])[], Failure> {
  const selectors = plainMatchersParam(params);
  return selectors.ok ? selectors : invalidParameter('match[]', selectors.error.message);
}

/** The same for endpoints whose errors do not say which parameter is meant. */
export function plainMatchersParam(params: URLSearchParams): Result<readonly (readonly Matcher[])[], Failure> {
  const selectors: (readonly Matcher[])[] = [];
  for (const text of params.getAll('match[]')) {
    const selector = parseSelector(text);
    if (selector.ok) {
      selectors.push(selector.value);
      continue;
    }
    const message = formatParseError(text, selector.error);
    const isEmpty = message.includes('at least one non-empty matcher');
    return err(failure('bad_parameter', isEmpty ? 'match[] must contain at least one non-empty matcher' : message));
  }
  return ok(selectors);
}

/** A number as Go's `strconv.Atoi` reads it, for endpoints that say no more of it; undefined for none. */
export function numberParam(params: URLSearchParams, name: string): Result<number | undefined, Failure> {
  const text = params.get(name) ?? '';
  if (text === '') return ok(undefined);
  const number = parseGoInt(text);
  return number.ok ? number : err(failure('bad_parameter', `${name} must be a number`));
}
