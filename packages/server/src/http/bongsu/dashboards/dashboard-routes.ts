import type { FastifyInstance } from 'fastify';
import type { ReadRoutes } from '../../read-route.js';
import { deleteDashboardRoute } from './delete-route.js';
import { getDashboardRoute } from './get-route.js';
import { listDashboardsRoute } from './list-route.js';
import { putDashboardRoute, type DashboardPutting } from './put-route.js';

/** Grafana dashboards: those of the operator's files, and those that were uploaded. */
export function dashboardRoutes(app: FastifyInstance, routes: ReadRoutes, options: DashboardPutting): void {
  listDashboardsRoute(app, routes, options.dashboards);
  getDashboardRoute(app, routes, options.dashboards);
  putDashboardRoute(app, options);
  deleteDashboardRoute(app, options);
}
