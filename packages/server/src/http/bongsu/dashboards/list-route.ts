import type { FastifyInstance } from 'fastify';
import { ok } from '@bongsu/model';
import type { Dashboards } from '../../../dashboards/dashboards.js';
import { json, readRoute, type ReadRoutes } from '../../read-route.js';
import { dashboardMeta } from './dashboard-json.js';

/** All dashboards without their panels, and the provisioned files that cannot be read, each with the reason. */
export function listDashboardsRoute(app: FastifyInstance, routes: ReadRoutes, dashboards: Dashboards): void {
  readRoute(
    app,
    routes,
    '/api/bongsu/dashboards',
    async ({ tenant }) => {
      const { dashboards: all, problems } = await dashboards.list(tenant);
      const listed = all.map((one) => ({ ...dashboardMeta(one), panels: panelCount(one.model) }));
      return ok(json({ dashboards: listed, problems }));
    },
    ['GET'],
  );
}

/** Panels that show something, those of folded rows and of old dashboards' rows too. */
function panelCount(model: Readonly<Record<string, unknown>>): number {
  const panelsOf = (holder: unknown): readonly unknown[] => {
    const panels = (holder as { panels?: unknown } | null)?.panels;
    return Array.isArray(panels) ? panels : [];
  };
  const rows = Array.isArray(model['rows']) ? model['rows'].flatMap(panelsOf) : [];
  const count = (panel: unknown): number =>
    (panel as { type?: unknown } | null)?.type === 'row' ? panelsOf(panel).length : 1;
  return [...rows, ...panelsOf(model)].reduce<number>((sum, panel) => sum + count(panel), 0);
}
