import type { FastifyInstance } from 'fastify';
import { ok } from '@bongsu/model';
import type { RejectionLog } from '../../ingest/rejection-log.js';
import { json, readRoute, type ReadRoutes } from '../read-route.js';

/** `rejections`: what input of the tenant was refused since the start, and why; newest first, times in Unix ms. */
export function rejectionsRoute(app: FastifyInstance, routes: ReadRoutes, log: RejectionLog): void {
  readRoute(app, routes, '/api/bongsu/rejections', async ({ tenant }) => ok(json({ rejections: log.of(tenant) })), [
    'GET',
  ]);
}
