import type { FastifyInstance } from 'fastify';
import { err, millisToNanos, nanos, ok, type Result } from '@bongsu/model';
import { explainQuery as explainLogql } from '@bongsu/query/logql';
import { explainQuery as explainPromql } from '@bongsu/query/promql';
import { explainSearch } from '@bongsu/query/traceql';
import { failure, type Failure } from '../../errors/failure.js';
import { executorOf } from '../executor-header.js';
import { lokiFailure } from '../loki/loki-failure.js';
import { promFailure } from '../prometheus/prom-failure.js';
import { json, readRoute, type Read, type ReadRoutes } from '../read-route.js';
import type { RouteParts } from '../route-parts.js';
import { tempoFailure } from '../tempo/tempo-failure.js';

const HOUR_NS = 3_600_000_000_000n;

/** `explain`: where each part of a query of any language is evaluated, and why. Nothing is read. */
export function explainRoute(app: FastifyInstance, routes: ReadRoutes, parts: RouteParts): void {
  readRoute(
    app,
    routes,
    '/api/bongsu/explain',
    async (read) => {
      const plan = explained(read, parts);
      return plan.ok ? ok(json({ plan: plan.value })) : plan;
    },
    ['GET'],
  );
}

function explained({ params, tenant, request }: Read, parts: RouteParts): Result<string, Failure> {
  const { clock, promLanguage, config } = parts;
  const query = params.get('query') ?? '';
  const executor = executorOf(request);
  const language = params.get('language') ?? '';
  switch (language) {
    case 'logql': {
      const plan = explainLogql(query, executor);
      return plan.ok ? plan : err(lokiFailure(plan.error));
    }
    case 'traceql': {
      const end = millisToNanos(clock.now());
      const plan = explainSearch(query, executor, { tenant, start: nanos(end - HOUR_NS), end });
      return plan.ok ? plan : err(tempoFailure(plan.error));
    }
    case 'promql': {
      const limits = { maxSamples: config.limits.query.samples };
      const plan = explainPromql({ query, tenant, time: clock.now(), limits, executor, ...promLanguage });
      return plan.ok ? plan : err(promFailure(plan.error));
    }
    default: {
      const message = `language: ${JSON.stringify(language)} is none: use logql, traceql or promql`;
      return err(failure('bad_parameter', message));
    }
  }
}
