import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PrometheusOptions } from '../prometheus-options.js';

const TEXT = 'text/plain; charset=utf-8';
const NOT_ENABLED = 'Lifecycle API is not enabled.';

/** `/-/reload` and `/-/quit`, behind `prometheus.enableLifecycle`. */
export function lifecycleRoutes(app: FastifyInstance, { config, lifecycle }: PrometheusOptions): void {
  const route = (url: string, handle: (reply: FastifyReply) => Promise<FastifyReply>): void => {
    app.route({
      method: ['POST', 'PUT'],
      url,
      handler: (_request, reply) => {
        reply.header('content-type', TEXT);
        return config.prometheus.enableLifecycle ? handle(reply) : reply.code(403).send(NOT_ENABLED);
      },
    });
    app.route({
      method: ['GET', 'DELETE', 'PATCH'],
      url,
      handler: (_request, reply) =>
        reply.code(405).header('content-type', TEXT).send('Only POST or PUT requests allowed'),
    });
  };
  route('/-/reload', async (reply) => {
    const refused = await lifecycle.reload();
    return refused === '' ? reply.send('') : reply.code(500).send(`failed to reload config: ${refused}\n`);
  });
  route('/-/quit', async (reply) => {
    // After the answer is out.
    reply.raw.once('finish', () => lifecycle.quit());
    return reply.send('Requesting termination... Goodbye!');
  });
}
