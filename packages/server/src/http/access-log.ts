import type { FastifyInstance } from 'fastify';
import type { Logger } from '../self/logger.js';
import type { SelfMetrics } from '../self/self-metrics.js';
import { traceIdOf } from '../self/traceparent.js';

/** Asked every few seconds by machines: only worth a line when somebody debugs. */
const QUIET = new Set(['/readyz', '/livez', '/metrics', '/ready', '/-/ready', '/-/healthy', '/api/echo']);

/** One line per request. Query strings are left out: they hold what people search for. */
export function accessLog(app: FastifyInstance, logger: Logger, metrics: SelfMetrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const status = reply.raw.writableFinished ? reply.statusCode : 499;
    metrics.httpRequests.add(1, request.method, String(status));
    const traceId = traceIdOf(header(request.headers['traceparent']));
    const tenant = header(request.headers['x-scope-orgid']);
    const line = {
      method: request.method,
      path: path.slice(0, 300),
      status,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      bytes: Number(reply.getHeader('content-length') ?? 0),
      ...(tenant === undefined ? {} : { tenant: tenant.slice(0, 150) }),
      ...(traceId === undefined ? {} : { trace_id: traceId }),
    };
    if (status >= 500) logger.warn(line, 'request');
    else if (QUIET.has(path)) logger.debug(line, 'request');
    else logger.info(line, 'request');
    done();
  });
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
