import type { FastifyInstance } from 'fastify';
import { err, ok } from '@bongsu/model';
import { exemplars, exemplarsToJson, queryInstant, queryRange } from '@bongsu/query/promql';
import { failure } from '../../../errors/failure.js';
import type { ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promFailure } from '../prom-failure.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { durationParam, EVER, invalidParameter, limitParam, optionalTime, timeParam } from '../prometheus-params.js';
import { queryAnswer } from './query-answer.js';
import { queryParams } from './query-params.js';

/** Steps of one range query. */
const MAX_STEPS = 11_000;

/** `query`, `query_range` and `query_exemplars`; parameters are looked at in Prometheus' order. */
export function queryRoutes(app: FastifyInstance, routes: ReadRoutes, options: PrometheusOptions): void {
  const { runner, clock, maxSamples, maxTime, language } = options;
  const limits = { maxSamples };
  const secondsSince = (started: number): number => (clock.monotonic() - started) / 1000;

  promRoute(app, routes, '/api/v1/query', ['GET', 'POST'], async (read) => {
    const limit = limitParam(read.params);
    if (!limit.ok) return limit;
    const time = optionalTime(read.params, 'time');
    if (!time.ok) return time;
    const asked = queryParams(read, maxTime);
    if (!asked.ok) return asked;
    const { query, lookback, stats, executor, signal } = asked.value;
    const started = clock.monotonic();
    const request = {
      query,
      tenant: read.tenant,
      time: time.value ?? clock.now(),
      limits,
      executor,
      ...language,
      ...lookback,
    };
    const answer = await queryInstant(request, runner, signal);
    return queryAnswer(answer, limit.value, stats, secondsSince(started));
  });

  promRoute(app, routes, '/api/v1/query_range', ['GET', 'POST'], async (read) => {
    const { params } = read;
    const limit = limitParam(params);
    if (!limit.ok) return limit;
    const start = timeParam(params, 'start');
    if (!start.ok) return start;
    const end = timeParam(params, 'end');
    if (!end.ok) return end;
    if (end.value < start.value) return invalidParameter('end', 'end timestamp must not be before start time');
    const step = durationParam(params, 'step');
    if (!step.ok) return step;
    if (step.value === undefined) return invalidParameter('step', 'cannot parse "" to a valid duration');
    if (step.value <= 0) {
      const text = 'zero or negative query resolution step widths are not accepted. Try a positive integer';
      return invalidParameter('step', text);
    }
    if ((end.value - start.value) / step.value > MAX_STEPS) {
      const text =
        'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)';
      return err(failure('bad_parameter', text));
    }
    const asked = queryParams(read, maxTime);
    if (!asked.ok) return asked;
    const { query, lookback, stats, executor, signal } = asked.value;
    const started = clock.monotonic();
    const range = { start: start.value, end: end.value, step: step.value };
    const request = { query, tenant: read.tenant, ...range, limits, executor, ...language, ...lookback };
    const answer = await queryRange(request, runner, signal);
    return queryAnswer(answer, limit.value, stats, secondsSince(started));
  });

  promRoute(app, routes, '/api/v1/query_exemplars', ['GET', 'POST'], async ({ params, tenant, signal }) => {
    const start = optionalTime(params, 'start');
    if (!start.ok) return start;
    const end = optionalTime(params, 'end');
    if (!end.ok) return end;
    const range = { start: start.value ?? EVER.start, end: end.value ?? EVER.end };
    if (range.end < range.start) {
      return err(failure('bad_parameter', 'end timestamp must not be before start timestamp'));
    }
    const request = { query: params.get('query') ?? '', tenant, ...range, limits, ...language };
    const found = await exemplars(request, runner, signal);
    if (!found.ok) {
      // The one endpoint whose errors of the query do not say which parameter is meant.
      const { type, message } = found.error;
      return err(promFailure({ type, message }));
    }
    // A query that selects nothing is answered with nothing.
    if (found.value === undefined) return ok({ body: '', contentType: 'application/json', status: 204 });
    return ok(envelope(exemplarsToJson(found.value)));
  });
}
