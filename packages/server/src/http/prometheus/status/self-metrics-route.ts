import type { FastifyInstance } from 'fastify';
import { ok } from '@bongsu/model';
import { compileAnchored } from '@bongsu/query/lang';
import { familyJson } from '../../../self/family-json.js';
import type { ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { invalidParameter } from '../prometheus-params.js';

/** `status/self_metrics`: what `/metrics` has, as JSON; of all families, or of those that `metric_name_pattern` matches. */
export function selfMetricsRoute(app: FastifyInstance, routes: ReadRoutes, { registry }: PrometheusOptions): void {
  promRoute(app, routes, '/api/v1/status/self_metrics', ['GET'], async ({ params }) => {
    const pattern = compileAnchored(params.get('metric_name_pattern') || '.*');
    if (!pattern.ok) return invalidParameter('metric_name_pattern', pattern.error);
    const families = registry.families().filter(({ name }) => pattern.value.matches(name));
    return ok(envelope(JSON.stringify(families.map(familyJson))));
  });
}
