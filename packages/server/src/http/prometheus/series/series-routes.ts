import type { FastifyInstance } from 'fastify';
import { err, ok, type Result } from '@bongsu/model';
import { labelNames, labelValues, series, type Listed, type PromError, type SeriesRequest } from '@bongsu/query/promql';
import { failure, type Failure } from '../../../errors/failure.js';
import type { Answer, Read, ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { unescapeLabelName } from '../label-name.js';
import { promFailure } from '../prom-failure.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { limitParam, matchersParam, optionalTime, plainMatchersParam } from '../prometheus-params.js';

/** `labels`, `label/{name}/values` and `series`. */
export function seriesRoutes(app: FastifyInstance, routes: ReadRoutes, { runner, language }: PrometheusOptions): void {
  const source = language.source === undefined ? {} : { source: language.source };
  promRoute(app, routes, '/api/v1/labels', ['GET', 'POST'], async (read) => {
    const request = seriesRequest(read, plainMatchersParam);
    return request.ok ? listOf(await labelNames({ ...request.value, ...source }, runner, read.signal)) : request;
  });

  promRoute(app, routes, '/api/v1/label/:name/values', ['GET'], async (read) => {
    const { name } = read.request.params as { name: string };
    const label = unescapeLabelName(name);
    if (label === undefined) return err(failure('bad_parameter', `invalid label name: ${JSON.stringify(name)}`));
    const request = seriesRequest(read, plainMatchersParam);
    return request.ok
      ? listOf(await labelValues({ ...request.value, ...source, label }, runner, read.signal))
      : request;
  });

  promRoute(app, routes, '/api/v1/series', ['GET', 'POST'], async (read) => {
    if (!read.params.has('match[]')) return err(failure('bad_parameter', 'no match[] parameter provided'));
    const request = seriesRequest(read, matchersParam);
    return request.ok ? listOf(await series({ ...request.value, ...source }, runner, read.signal)) : request;
  });
}

function seriesRequest({ params, tenant }: Read, readMatchers: typeof matchersParam): Result<SeriesRequest, Failure> {
  const limit = limitParam(params);
  if (!limit.ok) return limit;
  const start = optionalTime(params, 'start');
  if (!start.ok) return start;
  const end = optionalTime(params, 'end');
  if (!end.ok) return end;
  const matchers = readMatchers(params);
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
