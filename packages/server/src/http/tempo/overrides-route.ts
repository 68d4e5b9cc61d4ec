import type { FastifyInstance } from 'fastify';

/**
 * Limits are in the configuration alone. A Tempo without user-configurable overrides does not have this path, so it
 * answers as Go's router does where there is nothing.
 */
export function overridesRoute(app: FastifyInstance): void {
  app.route({
    method: ['GET', 'POST', 'PATCH', 'DELETE'],
    url: '/api/overrides',
    handler: (_request, reply) =>
      reply
        .code(404)
        .header('content-type', 'text/plain; charset=utf-8')
        .header('x-content-type-options', 'nosniff')
        .send('404 page not found\n'),
  });
}
