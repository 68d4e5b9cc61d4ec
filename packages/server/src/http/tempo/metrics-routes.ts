import type { FastifyInstance } from 'fastify';
import { err, nanos, ok, type Nanos, type Result } from '@bongsu/model';
import {
  queryMetricsInstant,
  queryMetricsRange,
  type MetricsAnswer,
  type MetricsRequest,
  type RangeSeries,
} from '@bongsu/query/traceql';
import { parseDuration } from '../../config/duration.js';
import type { Failure } from '../../errors/failure.js';
import { json, readRoute, type Read, type ReadRoutes } from '../read-route.js';
import { parseLokiTime } from '../time-params.js';
import { parseGoDuration } from './go-duration.js';
import { tempoFailure } from './tempo-failure.js';
import type { TempoOptions } from './tempo-routes.js';
import { badParameter } from './tempo-params.js';

const HOUR_NS = 3_600_000_000_000n;
const NS_PER_MS = 1_000_000n;
const DONE = { completedJobs: 1, totalJobs: 1 };

/** TraceQL's metrics queries, over a range and at once. */
export function metricsRoutes(app: FastifyInstance, routes: ReadRoutes, options: TempoOptions): void {
  readRoute(app, routes, '/api/metrics/query_range', async (read) => {
    const request = requestOf(read, options);
    if (!request.ok) return request;
    const found = await queryMetricsRange(request.value, options.runner, read.signal);
    return found.ok ? ok(json(rangeJson(found.value))) : err(tempoFailure(found.error));
  });
  // Nothing else may stand here: Grafana's reader refuses fields it does not know.
  readRoute(app, routes, '/api/metrics/query', async (read) => {
    const request = requestOf(read, options);
    if (!request.ok) return request;
    const found = await queryMetricsInstant(request.value, options.runner, read.signal);
    if (!found.ok) return err(tempoFailure(found.error));
    const series = found.value.series.map(({ labels, value }) => ({ labels, ...valueOf(value) }));
    return ok(json({ series, metrics: DONE }));
  });
}

/** Protobuf's JSON leaves zeros out and has text for what is no number. */
const valueOf = (value: number): { value?: number | string } =>
  value === 0 ? {} : { value: Number.isFinite(value) ? value : String(value) };

function rangeJson({ series, partial }: MetricsAnswer<RangeSeries>): unknown {
  return {
    series: series.map(({ labels, samples, exemplars }) => ({
      labels,
      samples: samples.map(({ timestampMs, value }) => ({ timestampMs: String(timestampMs), ...valueOf(value) })),
      ...(exemplars.length === 0
        ? {}
        : {
            exemplars: exemplars.map(({ labels: own, value, timestampMs }) => ({
              labels: own,
              ...valueOf(value),
              timestampMs: String(timestampMs),
            })),
          }),
    })),
    metrics: DONE,
    ...(partial === undefined ? {} : { status: 'PARTIAL', message: partial }),
  };
}

function requestOf({ params, tenant }: Read, { clock, maxSpans }: TempoOptions): Result<MetricsRequest, Failure> {
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
  });
}

/** Seconds, nanoseconds of more than ten digits or RFC 3339; without them the last `since`, an hour. */
function rangeOf(params: URLSearchParams, now: Nanos): Result<{ start: Nanos; end: Nanos }, Failure> {
  const at = (name: string): Result<Nanos | undefined, Failure> => {
    const text = params.get(name) ?? '';
    if (text === '') return ok(undefined);
    const time = parseLokiTime(text);
    return time === undefined ? badParameter(`invalid ${name}: ${JSON.stringify(text)} is not a time`) : ok(time);
  };
  const start = at('start');
  if (!start.ok) return start;
  const end = at('end');
  if (!end.ok) return end;
  let length = HOUR_NS;
  const since = params.get('since') ?? '';
  if (since !== '') {
    const parsed = parseDuration(since);
    if (!parsed.ok) return badParameter(`invalid since: ${JSON.stringify(since)}: ${parsed.error}`);
    length = BigInt(parsed.value) * NS_PER_MS;
  }
  const last = end.value ?? now;
  const first = start.value ?? nanos(last - length);
  return last > first ? ok({ start: first, end: last }) : badParameter('end must be greater than start');
}

/** Seconds with a fraction, or Go's form of a duration. */
function stepOf(text: string): Result<bigint | undefined, Failure> {
  if (text === '' || text === '0') return ok(undefined);
  const step = /^\d+(?:\.\d+)?$/.test(text) ? BigInt(Math.round(Number(text) * 1e9)) : parseGoDuration(text);
  if (step === undefined || step <= 0n) return badParameter(`invalid step: ${JSON.stringify(text)} is not a duration`);
  return ok(step);
}

/** 0 when it is not given. */
function wholeNumber(params: URLSearchParams, name: string): Result<number, Failure> {
  const text = params.get(name) ?? '';
  if (text === '') return ok(0);
  return /^\d{1,9}$/.test(text) ? ok(Number(text)) : badParameter(`invalid ${name}: must be a number, not negative`);
}
