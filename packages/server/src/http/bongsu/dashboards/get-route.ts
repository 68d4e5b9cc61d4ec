import type { FastifyInstance } from 'fastify';
import { err, ok } from '@bongsu/model';
import type { Dashboards } from '../../../dashboards/dashboards.js';
import { failure } from '../../../errors/failure.js';
import { json, readRoute, type ReadRoutes } from '../../read-route.js';
import { dashboardMeta } from './dashboard-json.js';

/** One dashboard: its JSON as it was stored, and where it comes from. */
export function getDashboardRoute(app: FastifyInstance, routes: ReadRoutes, dashboards: Dashboards): void {
  readRoute(
    app,
    routes,
    '/api/bongsu/dashboards/:uid',
    async ({ tenant, request }) => {
      const { uid } = request.params as { uid: string };
      const found = await dashboards.get(tenant, uid);
      if (found === undefined) return err(failure('not_found', `there is no dashboard ${JSON.stringify(uid)}`));
      return ok(json({ meta: dashboardMeta(found), dashboard: found.model }));
    },
    ['GET'],
  );
}
