import type { FastifyInstance } from 'fastify';
import { err, ok, type Clock, type DurationMs, type Result } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import {
  exemplars,
  exemplarsToJson,
  labelNames,
  labelValues,
  metadata,
  queryInstant,
  queryRange,
  series,
  valueToJson,
  type Answer as PromAnswer,
  type Listed,
  type PromError,
  type SeriesRequest,
  type Value,
} from '@bongsu/query/promql';
import { failure, type Failure } from '../../errors/failure.js';
import type { ErrorCode } from '../../errors/registry.js';
import { buildInfo } from '../build-info.js';
import { readRoute, type Answer, type Read, type ReadRoutes } from '../read-route.js';
import { envelope } from './envelope.js';
import { unescapeLabelName } from './label-name.js';
import {
  durationParam,
  invalidParameter,
  limitParam,
  matchersParam,
  optionalTime,
  timeParam,
} from './prometheus-params.js';

export interface PrometheusOptions {
  readonly runner: SqlRunner;
  readonly clock: Clock;
  readonly maxSamples: number;
  /** Of a query; `timeout` may only shorten it. */
  readonly maxTime: DurationMs;
}

/** Prometheus' query API, first slice. */
export function prometheusRoutes(app: FastifyInstance, routes: ReadRoutes, options: PrometheusOptions): void {
  queryRoutes(app, routes, options);
  seriesRoutes(app, routes, options);
  metadataRoute(app, routes, options);
  // No `features`: Grafana takes a server that has them for Mimir.
  readRoute(
    app,
    routes,
    '/api/v1/status/buildinfo',
    async () => ok(envelope(JSON.stringify(buildInfo('prometheus')))),
    ['GET'],
  );
}

function queryRoutes(app: FastifyInstance, routes: ReadRoutes, options: PrometheusOptions): void {
  const { runner, clock, maxSamples } = options;
  const limits = { maxSamples };

  readRoute(app, routes, '/api/v1/query', async (read) => {
    const time = optionalTime(read.params, 'time');
    if (!time.ok) return time;
    const asked = commonParams(read, options);
    if (!asked.ok) return asked;
    const { query, lookback, limit, signal } = asked.value;
    const request = { query, tenant: read.tenant, time: time.value ?? clock.now(), limits, ...lookback };
    return answerOf(await queryInstant(request, runner, signal), limit);
  });

  readRoute(app, routes, '/api/v1/query_range', async (read) => {
    const start = timeParam(read.params, 'start');
    if (!start.ok) return start;
    const end = timeParam(read.params, 'end');
    if (!end.ok) return end;
    const step = durationParam(read.params, 'step');
    if (!step.ok) return step;
    if (step.value === undefined) return invalidParameter('step', 'cannot parse "" to a valid duration');
    const asked = commonParams(read, options);
    if (!asked.ok) return asked;
    const { query, lookback, limit, signal } = asked.value;
    const range = { start: start.value, end: end.value, step: step.value };
    const request = { query, tenant: read.tenant, ...range, limits, ...lookback };
    return answerOf(await queryRange(request, runner, signal), limit);
  });

  readRoute(app, routes, '/api/v1/query_exemplars', async ({ params, tenant, signal }) => {
    const start = timeParam(params, 'start');
    if (!start.ok) return start;
    const end = timeParam(params, 'end');
    if (!end.ok) return end;
    const query = params.get('query') ?? '';
    const request = { query, tenant, start: start.value, end: end.value, limits };
    const found = await exemplars(request, runner, signal);
    return found.ok ? ok(envelope(exemplarsToJson(found.value))) : err(promFailure(found.error));
  });
}

interface Common {
  readonly query: string;
  readonly lookback: { readonly lookback?: DurationMs };
  readonly limit: number;
  readonly signal: AbortSignal;
}

function commonParams({ params, signal }: Read, { maxTime }: PrometheusOptions): Result<Common, Failure> {
  const limit = limitParam(params);
  if (!limit.ok) return limit;
  const timeout = durationParam(params, 'timeout');
  if (!timeout.ok) return timeout;
  const lookback = durationParam(params, 'lookback_delta');
  if (!lookback.ok) return lookback;
  const time = Math.max(0, Math.min(timeout.value ?? maxTime, maxTime));
  return ok({
    query: params.get('query') ?? '',
    limit: limit.value,
    lookback: lookback.value === undefined ? {} : { lookback: lookback.value },
    signal: AbortSignal.any([signal, AbortSignal.timeout(time)]),
  });
}

const TRUNCATED = 'results truncated due to limit';

function answerOf(answer: Result<PromAnswer, PromError>, limit: number): Result<Answer, Failure> {
  if (!answer.ok) return err(promFailure(answer.error));
  const { value, warnings, infos } = answer.value;
  const { kept, cut } = truncate(value, limit);
  return ok(envelope(valueToJson(kept), { warnings: cut ? [...warnings, TRUNCATED] : warnings, infos }));
}

/** The first `limit` series; 0 keeps all. */
function truncate(value: Value, limit: number): { readonly kept: Value; readonly cut: boolean } {
  if (limit > 0 && value.type === 'vector' && value.samples.length > limit) {
    return { kept: { ...value, samples: value.samples.slice(0, limit) }, cut: true };
  }
  if (limit > 0 && value.type === 'matrix' && value.series.length > limit) {
    return { kept: { ...value, series: value.series.slice(0, limit) }, cut: true };
  }
  return { kept: value, cut: false };
}

function seriesRoutes(app: FastifyInstance, routes: ReadRoutes, { runner }: PrometheusOptions): void {
  readRoute(app, routes, '/api/v1/labels', async (read) => {
    const request = seriesRequest(read);
    return request.ok ? listOf(await labelNames(request.value, runner, read.signal)) : request;
  });

  readRoute(
    app,
    routes,
    '/api/v1/label/:name/values',
    async (read) => {
      const { name } = read.request.params as { name: string };
      const label = unescapeLabelName(name);
      if (label === undefined) return err(failure('bad_parameter', `invalid label name: ${JSON.stringify(name)}`));
      const request = seriesRequest(read);
      return request.ok ? listOf(await labelValues({ ...request.value, label }, runner, read.signal)) : request;
    },
    ['GET'],
  );

  readRoute(app, routes, '/api/v1/series', async (read) => {
    if (!read.params.has('match[]')) return err(failure('bad_parameter', 'no match[] parameter provided'));
    const request = seriesRequest(read);
    return request.ok ? listOf(await series(request.value, runner, read.signal)) : request;
  });
}

function seriesRequest({ params, tenant }: Read): Result<SeriesRequest, Failure> {
  const limit = limitParam(params);
  if (!limit.ok) return limit;
  const start = optionalTime(params, 'start');
  if (!start.ok) return start;
  const end = optionalTime(params, 'end');
  if (!end.ok) return end;
  const matchers = matchersParam(params);
  if (!matchers.ok) return matchers;
  return ok({
    tenant,
    matchers: matchers.value,
    limit: limit.value,
    ...(start.value === undefined ? {} : { start: start.value }),
    ...(end.value === undefined ? {} : { end: end.value }),
  });
}

function listOf(found: Result<Listed<unknown>, PromError>): Result<Answer, Failure> {
  if (!found.ok) return err(promFailure(found.error));
  return ok(envelope(JSON.stringify(found.value.items), { warnings: found.value.warnings }));
}

function metadataRoute(app: FastifyInstance, routes: ReadRoutes, { runner }: PrometheusOptions): void {
  readRoute(
    app,
    routes,
    '/api/v1/metadata',
    async ({ params, tenant, signal }) => {
      const limit = limitParam(params);
      if (!limit.ok) return limit;
      const limitPerMetric = limitParam(params, 'limit_per_metric');
      if (!limitPerMetric.ok) return limitPerMetric;
      const metric = params.get('metric') ?? '';
      const request = {
        tenant,
        limit: limit.value,
        limitPerMetric: limitPerMetric.value,
        ...(metric === '' ? {} : { metric }),
      };
      const found = await metadata(request, runner, signal);
      if (!found.ok) return err(promFailure(found.error));
      return ok(envelope(JSON.stringify(Object.fromEntries(found.value))));
    },
    ['GET'],
  );
}

const CODES: Readonly<Record<PromError['type'], ErrorCode>> = {
  bad_data: 'bad_query',
  execution: 'execution',
  canceled: 'cancelled',
  timeout: 'query_timeout',
  internal: 'internal',
};

function promFailure({ type, message, param }: PromError): Failure {
  return failure(CODES[type], param === undefined ? message : `invalid parameter ${JSON.stringify(param)}: ${message}`);
}
