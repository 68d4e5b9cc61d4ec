import type { FastifyInstance } from 'fastify';
import type { Clock } from '@bongsu/model';

/** Where Loki and Tempo show how their processes share the work. */
const RINGS = [
  '/ring',
  '/distributor/ring',
  '/ingester/ring',
  '/indexgateway/ring',
  '/scheduler/ring',
  '/compactor/ring',
  '/ruler/ring',
  '/metrics-generator/ring',
  '/backend-worker/ring',
  '/live-store/ring',
  '/partition-ring',
  '/memberlist',
] as const;

const NO_RING = 'Bongsu is one process: there is no ring and there are no other members.\n';

/** Says at the paths of rings that there is none; to who asks for JSON as a ring without members. */
export function ringRoutes(app: FastifyInstance, clock: Clock): void {
  for (const path of RINGS) {
    app.get(path, (request, reply) =>
      (request.headers.accept ?? '').includes('application/json')
        ? reply
            .header('content-type', 'application/json')
            .send(Buffer.from(JSON.stringify({ shards: [], now: new Date(clock.now()).toISOString() })))
        : reply.header('content-type', 'text/plain; charset=utf-8').send(NO_RING),
    );
  }
}
