import type { FastifyInstance } from 'fastify';

/** How long a browser may keep the answer to a preflight: a day, more than any browser honours. */
const MAX_AGE_SECONDS = '86400';

/**
 * CORS for pages that send OTLP from the browser. Nothing is allowed unless `origins` names it; `*` allows all,
 * without credentials.
 */
export function otlpCors(app: FastifyInstance, origins: readonly string[], paths: readonly string[]): void {
  const any = origins.includes('*');
  app.addHook('onRequest', (request, reply, done) => {
    const origin = request.headers.origin;
    if (origins.length > 0) reply.header('vary', 'Origin');
    if (origin !== undefined && (any || origins.includes(origin))) {
      reply.header('access-control-allow-origin', any ? '*' : origin);
      reply.header('access-control-expose-headers', 'Retry-After');
    }
    done();
  });
  for (const url of paths) {
    app.options(url, (request, reply) => {
      if (reply.hasHeader('access-control-allow-origin')) {
        reply.header('access-control-allow-methods', 'POST, OPTIONS');
        // Exporters add headers of their own (API keys, tenants), so what is asked for is granted.
        const asked = request.headers['access-control-request-headers'];
        reply.header('access-control-allow-headers', asked ?? 'Content-Type, Content-Encoding');
        reply.header('access-control-max-age', MAX_AGE_SECONDS);
      }
      return reply.code(204).send();
    });
  }
}
