import type { FastifyInstance } from 'fastify';
import { err, nanos, ok, type Clock, type Nanos, type Result } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import {
  alignRange,
  queryInstant,
  queryKind,
  queryLogs,
  queryRange,
  type MetricLimits,
  type PipelineLimits,
} from '@bongsu/query/logql';
import type { Failure } from '../../errors/failure.js';
import { executorOf } from '../executor-header.js';
import { readRoute, type Answer, type Read, type ReadRoutes } from '../read-route.js';
import { lokiCursor } from './cursor.js';
import { encodingFlagsOf } from './encoding-flags.js';
import { lokiFailure } from './loki-failure.js';
import { lokiDirection, lokiInstant, lokiInterval, lokiLimit, lokiPaging, lokiRange, lokiStep } from './loki-params.js';
import { metricJson } from './metric-json.js';
import { streamsJson } from './streams-json.js';

export interface QueryRoutesOptions extends MetricLimits {
  readonly runner: SqlRunner;
  readonly clock: Clock;
  /** Largest `limit`, inclusive. */
  readonly maxLines: number;
  readonly pipelineLimits: PipelineLimits;
}

const JSON_TYPE = 'application/json; charset=UTF-8';
/** How far back an instant log query looks: as far as a range query without `start`. */
const LOOK_BACK_NS = 3_600_000_000_000n;
const INSTANT_LOGS =
  'an instant query of log lines answers the lines of the hour before its time; Loki refuses it: use query_range';

/** `query` and `query_range`, for lines and for metrics. */
export function queryRoutes(app: FastifyInstance, routes: ReadRoutes, options: QueryRoutesOptions): void {
  const { runner, clock, maxLines, maxSamples, maxSeries, pipelineLimits } = options;
  const limits = { maxSamples, maxSeries };

  readRoute(app, routes, '/loki/api/v1/query_range', async (read) => {
    const { params, tenant, signal } = read;
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const paging = lokiPaging(params);
    if (!paging.ok) return paging;
    const step = lokiStep(params, range.value);
    if (!step.ok) return step;
    const interval = lokiInterval(params);
    if (!interval.ok) return interval;
    const query = params.get('query') ?? '';
    const kind = queryKind(query);
    if (!kind.ok) return err(lokiFailure(kind.error));
    if (kind.value === 'logs') return logLines(read, range.value, []);
    const started = clock.monotonic();
    const { start, end } = alignRange(range.value.start, range.value.end, step.value);
    const executor = executorOf(read.request);
    const asked = { query, tenant, start, end, step: step.value, limits, executor, pipelineLimits };
    const answer = await queryRange(asked, runner, signal);
    if (!answer.ok) return err(lokiFailure(answer.error));
    return jsonAnswer(metricJson(answer.value, secondsSince(started)));
  });

  readRoute(app, routes, '/loki/api/v1/query', async (read) => {
    const { params, tenant, signal } = read;
    const time = lokiInstant(params, clock);
    if (!time.ok) return time;
    const paging = lokiPaging(params);
    if (!paging.ok) return paging;
    const query = params.get('query') ?? '';
    const kind = queryKind(query);
    if (!kind.ok) return err(lokiFailure(kind.error));
    if (kind.value === 'logs') {
      const range = { start: nanos(time.value - LOOK_BACK_NS), end: nanos(time.value + 1n) };
      return logLines(read, range, [INSTANT_LOGS]);
    }
    const started = clock.monotonic();
    const executor = executorOf(read.request);
    const asked = { query, tenant, time: time.value, limits, executor, pipelineLimits };
    const answer = await queryInstant(asked, runner, signal);
    if (!answer.ok) return err(lokiFailure(answer.error));
    return jsonAnswer(metricJson(answer.value, secondsSince(started)));
  });

  async function logLines(
    { params, tenant, request, signal }: Read,
    range: { readonly start: Nanos; readonly end: Nanos },
    warnings: readonly string[],
  ): Promise<Result<Answer, Failure>> {
    const limit = lokiLimit(params, maxLines);
    if (!limit.ok) return limit;
    const direction = lokiDirection(params);
    if (!direction.ok) return direction;
    const interval = lokiInterval(params);
    if (!interval.ok) return interval;
    const cursor = lokiCursor(params);
    if (!cursor.ok) return cursor;
    const started = clock.monotonic();
    const answer = await queryLogs(
      {
        query: params.get('query') ?? '',
        tenant,
        ...range,
        limit: limit.value,
        direction: direction.value,
        interval: interval.value,
        executor: executorOf(request),
        pipelineLimits,
        ...(cursor.value === undefined ? {} : { after: cursor.value }),
      },
      runner,
      signal,
    );
    if (!answer.ok) return err(lokiFailure(answer.error));
    const body = streamsJson(
      { ...answer.value, warnings: [...answer.value.warnings, ...warnings] },
      { encodingFlags: encodingFlagsOf(request), execSeconds: secondsSince(started), cursor: params.has('cursor') },
    );
    return jsonAnswer(body);
  }

  function secondsSince(started: number): number {
    return (clock.monotonic() - started) / 1000;
  }
}

const jsonAnswer = (body: string): Result<Answer, Failure> => ok({ body, contentType: JSON_TYPE });
