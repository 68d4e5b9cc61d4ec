import type { RequestListener } from 'node:http';
import { NOT_READY, STOPPING_HEADER } from './prometheus/not-ready.js';

/** What Prometheus' clients ask; Loki and Tempo have their API elsewhere. */
const PROMETHEUS_PATH = /^\/(?:api\/v1\/|federate$|-\/ready$)/;

/** What the ports answer until the data folder is open: alive, not ready, and why. */
export function startingHandler(reason: () => string): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]!;
    request.resume();
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    if (path === '/livez') {
      response.end('ok\n');
      return;
    }
    response.statusCode = 503;
    response.setHeader('retry-after', '1');
    response.setHeader('cache-control', 'no-store');
    if (PROMETHEUS_PATH.test(path)) {
      response.setHeader(STOPPING_HEADER, 'false');
      response.end(NOT_READY);
      return;
    }
    response.end(`starting: ${reason()}\n`);
  };
}
