import type { FastifyInstance } from 'fastify';
import { err, nanos, ok, type Nanos, type Result } from '@bongsu/model';
import { queryMetricsInstant, queryMetricsRange, type MetricsRequest } from '@bongsu/query/traceql';
import { parseDuration } from '../../config/duration.js';
import type { Failure } from '../../errors/failure.js';
import { json, jsonText, readRoute, type Read, type ReadRoutes } from '../read-route.js';
import { executorOf } from '../executor-header.js';
import { parseLokiTime } from '../time-params.js';
import { parseGoDuration } from './go-duration.js';
import { instantJson, rangeJson } from './metrics-json.js';
import { tempoFailure } from './tempo-failure.js';
import type { TempoOptions } from './tempo-options.js';
import { badParameter } from './tempo-params.js';

const HOUR_NS = 3_600_000_000_000n;
const NS_PER_MS = 1_000_000n;

/** TraceQL's metrics queries, over a range and at once. */
export function metricsRoutes(app: FastifyInstance, routes: ReadRoutes, options: TempoOptions): void {
  readRoute(app, routes, '/api/metrics/query_range', async (read) => {
    const request = requestOf(read, options);
    if (!request.ok) return request;
    const found = await queryMetricsRange(request.value, options.runner, read.signal);
    return found.ok ? ok(jsonText(rangeJson(found.value))) : err(tempoFailure(found.error));
  });
  readRoute(app, routes, '/api/metrics/query', async (read) => {
    const request = requestOf(read, options);
    if (!request.ok) return request;
    const found = await queryMetricsInstant(request.value, options.runner, read.signal);
    return found.ok ? ok(json(instantJson(found.value))) : err(tempoFailure(found.error));
  });
}

function requestOf(
  { params, tenant, request }: Read,
  { clock, maxSpans }: TempoOptions,
): Result<MetricsRequest, Failure> {
  const range = rangeOf(params, clock.nowNanos());
  if (!range.ok) return range;
  const step = stepOf(params.get('step') ?? '');
  if (!step.ok) return step;
  const exemplars = wholeNumber(params, 'exemplars');
  if (!exemplars.ok) return exemplars;
  const maxSeries = wholeNumber(params, 'maxSeries');
  if (!maxSeries.ok) return maxSeries;
  return ok({
    tenant,
    q: params.get('q') ?? params.get('query') ?? '',
    ...range.value,
    ...(step.value === undefined ? {} : { step: step.value }),
    exemplars: exemplars.value,
    maxSeries: maxSeries.value,
    maxTraceSpans: maxSpans,
    executor: executorOf(request),
  });
}

/** Seconds, nanoseconds of more than ten digits or RFC 3339; without them the last `since`, an hour. */
function rangeOf(params: URLSearchParams, now: Nanos): Result<{ start: Nanos; end: Nanos }, Failure> {
  const at = (name: string): Result<Nanos | undefined, Failure> => {
    const text = params.get(name) ?? '';
    if (text === '') return ok(undefined);
    const time = parseLokiTime(text);
    return time === undefined
      ? badParameter(
          `could not parse '${name}' parameter: strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
        )
      : ok(time);
  };
  const start = at('start');
  if (!start.ok) return start;
  const end = at('end');
  if (!end.ok) return end;
  let length = HOUR_NS;
  const since = params.get('since') ?? '';
  if (since !== '') {
    const parsed = parseDuration(since);
    if (!parsed.ok) {
      return badParameter(`could not parse 'since' parameter: not a valid duration string: ${JSON.stringify(since)}`);
    }
    length = BigInt(parsed.value) * NS_PER_MS;
  }
  const last = end.value ?? now;
  const first = start.value ?? nanos(last - length);
  return last > first ? ok({ start: first, end: last }) : badParameter('end must be greater than start');
}

/** Seconds with a fraction, or Prometheus' form of a duration; Go's form too, which Tempo does not take. */
function stepOf(text: string): Result<bigint | undefined, Failure> {
  if (text === '' || text === '0') return ok(undefined);
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    const step = BigInt(Math.round(Number(text) * 1e9));
    return step > 0n ? ok(step) : badParameter('step must be greater than 0');
  }
  const whole = parseDuration(text);
  if (whole.ok && whole.value > 0) return ok(BigInt(whole.value) * NS_PER_MS);
  const step = parseGoDuration(text);
  return step.ok && step.value > 0n ? step : badParameter(`cannot parse ${JSON.stringify(text)} to a valid duration`);
}

/** 0 when it is not given. */
function wholeNumber(params: URLSearchParams, name: string): Result<number, Failure> {
  const text = params.get(name) ?? '';
  if (text === '') return ok(0);
  return /^\d{1,9}$/.test(text) ? ok(Number(text)) : badParameter(`invalid ${name}: must be a number, not negative`);
}
