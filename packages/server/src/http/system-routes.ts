import type { FastifyInstance } from 'fastify';
import type { Readiness } from '../readiness.js';
import type { MetricRegistry } from '../self/registry.js';
import { sendNotReady } from './prometheus/not-ready.js';
import type { UiPage } from './web/static-ui.js';

const TEXT = 'text/plain; charset=utf-8';

/** Health and self metrics, under the names that each family's clients and load balancers know. */
export function systemRoutes(app: FastifyInstance, readiness: Readiness, registry: MetricRegistry, page: UiPage): void {
  app.get('/livez', (_request, reply) => reply.header('content-type', TEXT).send('ok\n'));

  app.get('/readyz', async (_request, reply) => {
    const ready = await readiness.check();
    reply.header('content-type', TEXT).header('cache-control', 'no-store');
    if (ready.state === 'ready') return reply.send('ok\n');
    return reply.code(503).header('retry-after', '1').send(`${ready.state}: ${ready.reason}\n`);
  });

  // Loki's and Tempo's.
  app.get('/ready', async (_request, reply) => {
    const ready = await readiness.check();
    reply.header('content-type', TEXT);
    return ready.state === 'ready' ? reply.send('ready') : reply.code(503).send(`${ready.state}: ${ready.reason}\n`);
  });

  app.get('/-/ready', async (_request, reply) => {
    const ready = await readiness.check();
    reply.header('content-type', TEXT);
    return ready.state === 'ready' ? reply.send('Prometheus Server is Ready.\n') : sendNotReady(reply, readiness);
  });
  app.get('/-/healthy', (_request, reply) =>
    reply.header('content-type', TEXT).send('Prometheus Server is Healthy.\n'),
  );

  // One path, two readers: a browser asks for HTML and gets the page of that name, all others the exposition.
  app.get('/metrics', (request, reply) => {
    reply.header('vary', 'accept');
    if ((request.headers.accept ?? '').includes('text/html')) return page(reply, '/metrics');
    return reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8').send(registry.text());
  });
}
