import type { RequestListener } from 'node:http';

/** What the ports answer until the data folder is open: alive, not ready, and why. */
export function startingHandler(reason: () => string): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0];
    request.resume();
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    if (path === '/livez') {
      response.end('ok\n');
      return;
    }
    response.writeHead(503, { 'retry-after': '1', 'cache-control': 'no-store' });
    response.end(`starting: ${reason()}\n`);
  };
}
