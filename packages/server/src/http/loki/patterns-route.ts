import type { FastifyInstance } from 'fastify';
import { err, ok, type Clock } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import { patterns } from '@bongsu/query/logql';
import { json, readRoute, type ReadRoutes } from '../read-route.js';
import { lokiFailure } from './loki-failure.js';
import { lokiRange, lokiStep } from './loki-params.js';

export interface PatternsRouteOptions {
  readonly runner: SqlRunner;
  readonly clock: Clock;
}

const NS_PER_SECOND = 1_000_000_000n;

/** `patterns`: what the lines of a query look like, and how many there are over time. */
export function patternsRoute(app: FastifyInstance, routes: ReadRoutes, { runner, clock }: PatternsRouteOptions): void {
  readRoute(app, routes, '/loki/api/v1/patterns', async ({ params, tenant, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const step = lokiStep(params, range.value);
    if (!step.ok) return step;
    const request = { tenant, query: params.get('query') ?? '', ...range.value, step: step.value };
    const found = await patterns(request, runner, signal);
    if (!found.ok) return err(lokiFailure(found.error));
    const data = found.value.map(({ pattern, level, samples }) => ({
      pattern,
      level,
      samples: samples.map(({ time, count }) => [Number(time / NS_PER_SECOND), count]),
    }));
    return ok(json({ status: 'success', data }));
  });
}
