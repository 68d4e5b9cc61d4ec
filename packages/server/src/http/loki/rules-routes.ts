import type { FastifyInstance } from 'fastify';
import { err, ok, type Result } from '@bongsu/model';
import { failure, type Failure } from '../../errors/failure.js';
import { json, readRoute, type Answer, type ReadRoutes } from '../read-route.js';

/**
 * What Grafana's alerting reads of a Loki: there are no rules over LogQL here, and this is how a ruler without rules
 * says so (https://grafana.com/docs/loki/latest/reference/loki-http-api/#ruler). Writing rules is no path at all.
 */
export function lokiRulesRoutes(app: FastifyInstance, routes: ReadRoutes): void {
  const none = (message: string) => async (): Promise<Result<Answer, Failure>> => err(failure('not_found', message));
  for (const path of ['/loki/api/v1/rules', '/api/prom/rules']) {
    readRoute(app, routes, path, none('no rule groups found'), ['GET']);
    readRoute(app, routes, `${path}/:namespace`, none('no rule groups found'), ['GET']);
    readRoute(app, routes, `${path}/:namespace/:group`, none('group does not exist'), ['GET']);
  }
  const success = (data: unknown) => async () => ok(json({ status: 'success', data }));
  readRoute(app, routes, '/prometheus/api/v1/rules', success({ groups: [] }), ['GET']);
  readRoute(app, routes, '/prometheus/api/v1/alerts', success({ alerts: [] }), ['GET']);
}
