import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from '../../self/logger.js';
import { LOKI } from '../family.js';
import { readParams } from '../params.js';

/** Levels that Loki knows; a configuration may say `silent` too. */
const LEVELS: ReadonlySet<string> = new Set(['debug', 'info', 'warn', 'error']);

/**
 * `GET /log_level` says how much the server logs, `POST` changes it by `log_level` until the next start:
 * https://grafana.com/docs/loki/latest/reference/loki-http-api/#change-log-level-at-runtime
 */
export function logLevelRoute(app: FastifyInstance, logger: Logger): void {
  const answer = (reply: FastifyReply, body: object): FastifyReply =>
    reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(body)));
  app.get('/log_level', (_request, reply) => answer(reply, { message: `Current log level is ${logger.level}` }));
  app.post('/log_level', async (request, reply) => {
    const params = await readParams(request);
    if (!params.ok) return LOKI.sendFailure(reply, params.error);
    const level = params.value.get('log_level') ?? '';
    if (!LEVELS.has(level)) {
      const message = `unrecognized log level ${JSON.stringify(level.slice(0, 60))}`;
      return answer(reply.code(400), { status: 'failed', message });
    }
    logger.level = level;
    return answer(reply, { status: 'success', message: `Log level set to ${level}` });
  });
}
