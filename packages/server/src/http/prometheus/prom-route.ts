import type { FastifyInstance } from 'fastify';
import type { Result } from '@bongsu/model';
import type { Failure } from '../../errors/failure.js';
import { refuseOtherMethods } from '../method-not-allowed.js';
import { readRoute, type Answer, type Read, type ReadRoutes } from '../read-route.js';

type Methods = ('GET' | 'POST')[];

/** An endpoint of Prometheus' API: 405 for other methods (also for `HEAD`), and 204 for `OPTIONS`, as its router has them. */
export function promRoute(
  app: FastifyInstance,
  routes: ReadRoutes,
  path: string,
  methods: Methods,
  handle: (read: Read) => Promise<Result<Answer, Failure>>,
): void {
  readRoute(app, routes, path, handle, methods, false);
  refuseOtherMethods(app, path, methods);
}
