import type { FastifyInstance } from 'fastify';
import { err, ok } from '@bongsu/model';
import { failure } from '../../../errors/failure.js';
import { dashboardWriteRoute, type DashboardWriting } from './write-routes.js';

/** Deletes an uploaded dashboard. */
export function deleteDashboardRoute(app: FastifyInstance, options: DashboardWriting): void {
  dashboardWriteRoute(app, 'DELETE', options, async ({ tenant, uid, reply }) => {
    const deleted = await options.dashboards.delete(tenant, uid);
    if (!deleted) return err(failure('not_found', `there is no uploaded dashboard ${JSON.stringify(uid)}`));
    return ok(reply.code(204).send());
  });
}
