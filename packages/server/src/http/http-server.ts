import fastify, { type FastifyInstance } from 'fastify';
import { failure } from '../errors/failure.js';
import type { Logger } from '../self/logger.js';
import type { SelfMetrics } from '../self/self-metrics.js';
import { accessLog } from './access-log.js';
import { compressResponses } from './compress-response.js';
import { BONGSU, type ApiFamily } from './family.js';
import { leaveBodiesUnread } from './unread-body.js';

export interface HttpServerOptions {
  readonly logger: Logger;
  readonly metrics: SelfMetrics;
}

/**
 * Fastify with what every family shares; families register themselves in scopes of their own. It routes and never
 * listens: the listeners hand requests to `routing`.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    // Bodies are read by our own bounded readers.
    bodyLimit: Number.MAX_SAFE_INTEGER,
    routerOptions: { maxParamLength: 4096, ignoreTrailingSlash: false },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null, undefined);
  });
  accessLog(app, options.logger, options.metrics);
  compressResponses(app);
  leaveBodiesUnread(app);
  handleBugs(app, options.logger, BONGSU);
  return app;
}

/** What a handler throws is a bug: the client hears `internal`, the log has the stack. */
export function handleBugs(app: FastifyInstance, logger: Logger, family: ApiFamily): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return family.sendFailure(reply, failure('bad_parameter', error.message));
    logger.error({ path: request.url.split('?', 1)[0], stack: error.stack }, `bug: ${error.message}`);
    return family.sendFailure(reply, failure('internal', 'an internal error; the log of the server has its cause'));
  });
}
