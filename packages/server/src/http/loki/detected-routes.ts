import type { FastifyInstance } from 'fastify';
import { err, ok, type Clock, type Result } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import {
  detectedFields,
  detectedFieldValues,
  detectedLabels,
  type FieldsRequest,
  type PipelineLimits,
} from '@bongsu/query/logql';
import { failure, type Failure } from '../../errors/failure.js';
import { json, readRoute, type Read, type ReadRoutes } from '../read-route.js';
import { lokiFailure } from './loki-failure.js';
import { lokiRange, lokiStep, positiveParam } from './loki-params.js';

export interface DetectedRoutesOptions {
  readonly runner: SqlRunner;
  readonly clock: Clock;
  /** Largest `line_limit`, inclusive. */
  readonly maxLines: number;
  readonly pipelineLimits: PipelineLimits;
}

const DEFAULT_LINES = 100;
const DEFAULT_FIELDS = 1000;

/** What Grafana offers to filter by: `detected_labels`, `detected_fields`, `detected_field/{name}/values`. */
export function detectedRoutes(app: FastifyInstance, routes: ReadRoutes, options: DetectedRoutesOptions): void {
  const { runner, clock } = options;

  readRoute(app, routes, '/loki/api/v1/detected_labels', async ({ params, tenant, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const request = { tenant, ...range.value, matchers: params.get('query') ?? '' };
    const found = await detectedLabels(request, runner, signal);
    return found.ok ? ok(json({ detectedLabels: found.value })) : err(lokiFailure(found.error));
  });

  readRoute(app, routes, '/loki/api/v1/detected_fields', async (read) => {
    const request = fieldsRequest(read, options);
    if (!request.ok) return request;
    const found = await detectedFields(request.value, runner, read.signal);
    if (!found.ok) return err(lokiFailure(found.error));
    if (found.value.length === 0) return ok(json({}));
    const fields = found.value.map(({ parsers, jsonPath, ...field }) => ({
      ...field,
      parsers: parsers.length === 0 ? null : parsers,
      ...(jsonPath === undefined ? {} : { jsonPath }),
    }));
    return ok(json({ fields, limit: request.value.limit }));
  });

  for (const path of ['/loki/api/v1/detected_field/:name/values', '/loki/api/v1/detected_fields/:name/values']) {
    readRoute(app, routes, path, async (read) => {
      const request = fieldsRequest(read, options);
      if (!request.ok) return request;
      const { name } = read.request.params as { name: string };
      const found = await detectedFieldValues({ ...request.value, name }, runner, read.signal);
      if (!found.ok) return err(lokiFailure(found.error));
      return ok(json(found.value.length === 0 ? {} : { values: found.value, limit: request.value.limit }));
    });
  }
}

/** `limit` was `field_limit` once. */
function fieldsRequest({ params, tenant }: Read, options: DetectedRoutesOptions): Result<FieldsRequest, Failure> {
  const range = lokiRange(params, options.clock);
  if (!range.ok) return range;
  const lines = positiveParam(params, 'line_limit', DEFAULT_LINES);
  if (!lines.ok) return lines;
  if (lines.value > options.maxLines) {
    const message = `max entries limit per query exceeded, line_limit > max_entries_limit_per_query (${lines.value} > ${options.maxLines}); raise limits.query.logLines`;
    return err(failure('bad_parameter', message));
  }
  const limit = positiveParam(params, params.has('limit') ? 'limit' : 'field_limit', DEFAULT_FIELDS);
  if (!limit.ok) return limit;
  // Of no use here, yet a bad one is refused as Loki does.
  const step = lokiStep(params, range.value);
  if (!step.ok) return step;
  const query = params.get('query') ?? '';
  return ok({
    tenant,
    query,
    ...range.value,
    lines: lines.value,
    limit: limit.value,
    pipelineLimits: options.pipelineLimits,
  });
}
