import type { FastifyInstance } from 'fastify';
import { DEFAULT_TENANT, err, ok } from '@bongsu/model';
import { metadata } from '@bongsu/query/promql';
import type { ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promFailure } from '../prom-failure.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { numberParam } from '../prometheus-params.js';

/** `metadata`: a `limit` of 0 is none at all, a negative one all. */
export function metadataRoute(
  app: FastifyInstance,
  routes: ReadRoutes,
  { runner, language, scrapes }: PrometheusOptions,
): void {
  promRoute(app, routes, '/api/v1/metadata', ['GET'], async ({ params, tenant, signal }) => {
    const limit = numberParam(params, 'limit');
    if (!limit.ok) return limit;
    const limitPerMetric = numberParam(params, 'limit_per_metric');
    if (!limitPerMetric.ok) return limitPerMetric;
    if (limit.value === 0) return ok(envelope('{}'));
    const metric = params.get('metric') ?? '';
    // What is scraped is the default tenant's.
    const targets = tenant === DEFAULT_TENANT ? scrapes.active() : [];
    const request = {
      tenant,
      described: targets.flatMap((target) => scrapes.metadata(target)),
      limit: Math.max(0, limit.value ?? 0),
      limitPerMetric: Math.max(0, limitPerMetric.value ?? 0),
      ...(metric === '' ? {} : { metric }),
      ...(language.source === undefined ? {} : { source: language.source }),
    };
    const found = await metadata(request, runner, signal);
    if (!found.ok) return err(promFailure(found.error));
    // Written by hand: an object would put names that look like numbers first.
    const entries = [...found.value].sort(([a], [b]) => (a < b ? -1 : 1));
    const members = entries.map(([name, families]) => `${JSON.stringify(name)}:${JSON.stringify(families)}`);
    return ok(envelope(`{${members.join(',')}}`));
  });
}
