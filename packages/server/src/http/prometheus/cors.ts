import type { FastifyInstance } from 'fastify';

/**
 * CORS as Prometheus has it: headers only for requests that name an origin; `*` in `origins` allows all (its default).
 */
export function prometheusCors(app: FastifyInstance, origins: readonly string[]): void {
  const any = origins.includes('*');
  app.addHook('onRequest', (request, reply, done) => {
    const origin = request.headers.origin;
    reply.header('vary', 'Origin');
    if (origin !== undefined && (any || origins.includes(origin))) {
      reply
        .header('access-control-allow-headers', 'Accept, Authorization, Content-Type, Origin')
        .header('access-control-allow-methods', 'GET, POST, OPTIONS')
        .header('access-control-allow-origin', any ? '*' : origin)
        .header('access-control-expose-headers', 'Date');
    }
    done();
  });
}
