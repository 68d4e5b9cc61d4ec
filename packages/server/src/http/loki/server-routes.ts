import type { FastifyInstance, FastifyReply } from 'fastify';
import { stringify } from 'yaml';
import type { Inserter } from '@bongsu/store';
import type { Config } from '../../config/schema.js';

const TEXT = 'text/plain; charset=utf-8';

/** What tools ask Loki's server itself. */
export function lokiServerRoutes(app: FastifyInstance, config: Config, inserter: Inserter): void {
  const text = (reply: FastifyReply, body: string, type = TEXT) => reply.header('content-type', type).send(body);

  // Nothing in it is a secret.
  app.get('/config', (_request, reply) => text(reply, stringify(config), 'text/yaml; charset=utf-8'));
  app.get('/services', (_request, reply) => text(reply, 'server => Running\nstore => Running\nquerier => Running\n'));
  app.route({
    method: ['GET', 'POST'],
    url: '/flush',
    handler: async (_request, reply) => {
      await inserter.flush();
      return reply.code(204).send();
    },
  });
}
