import type { FastifyInstance } from 'fastify';
import { ok } from '@bongsu/model';
import { refuseOtherMethods } from '../../method-not-allowed.js';
import type { ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';

/** Prometheus' own words (util/notifications). */
const RELOAD_FAILED = 'Configuration reload has failed.';

/**
 * `notifications`: what is wrong with the server now. `notifications/live` is answered as Prometheus does once it has
 * all the listeners it takes, whereupon its pages ask this endpoint from time to time.
 */
export function notificationsRoutes(app: FastifyInstance, routes: ReadRoutes, { scrapes }: PrometheusOptions): void {
  promRoute(app, routes, '/api/v1/notifications', ['GET'], async () => {
    const { failed } = scrapes.lastReload();
    const data =
      failed === undefined ? [] : [{ text: RELOAD_FAILED, date: new Date(failed).toISOString(), active: true }];
    return ok(envelope(JSON.stringify(data)));
  });
  const live = '/api/v1/notifications/live';
  app.route({ method: 'GET', url: live, exposeHeadRoute: false, handler: (_request, reply) => reply.code(204).send() });
  refuseOtherMethods(app, live, ['GET']);
}
