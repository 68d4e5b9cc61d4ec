import type { FastifyInstance, HTTPMethods } from 'fastify';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Answers every method of a path but those that it has as Prometheus' router does: 405 in plain text with the methods
 * in alphabetical order, and 204 to `OPTIONS`.
 */
export function refuseOtherMethods(app: FastifyInstance, url: string, allowed: readonly HTTPMethods[]): void {
  app.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url,
    handler: (_request, reply) =>
      reply
        .code(405)
        .header('allow', [...allowed, 'OPTIONS'].sort().join(', '))
        .header('content-type', 'text/plain; charset=utf-8')
        .send('Method Not Allowed\n'),
  });
  app.options(url, (_request, reply) => reply.code(204).send());
}
