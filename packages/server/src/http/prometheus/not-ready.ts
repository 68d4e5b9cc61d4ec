import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Readiness } from '../../readiness.js';

export const STOPPING_HEADER = 'x-prometheus-stopping';
export const NOT_READY = 'Service Unavailable';

/** How Prometheus says that it is not ready yet or no more: in plain text, not in the envelope of its API. */
export const sendNotReady = (reply: FastifyReply, readiness: Readiness): FastifyReply =>
  reply
    .code(503)
    .header('content-type', 'text/plain; charset=utf-8')
    .header(STOPPING_HEADER, String(readiness.isStopping))
    .send(NOT_READY);

/** What comes in once the server stops is refused at once, so that a sender tries another or again. */
export function refuseWhenStopping(app: FastifyInstance, readiness: Readiness): void {
  app.addHook('onRequest', async (_request, reply) => {
    if (readiness.isStopping) await sendNotReady(reply, readiness);
  });
}
