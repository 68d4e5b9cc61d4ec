import type { IncomingMessage, RequestListener } from 'node:http';
import type { Upgrade } from './upgrades.js';

/**
 * What is left of a URL below `base`, query included. Of `base` itself nothing but the query is left: it has to get a slash at
 * its end for relative links to stay under it. Undefined when the URL lies elsewhere.
 * @param url as it stands in the request line. @param base without a slash at its end; '' for the root.
 */
export function belowBase(url: string, base: string): string | undefined {
  if (base === '' || !url.startsWith(base)) return undefined;
  const rest = url.slice(base.length);
  return rest === '' || rest.startsWith('/') || rest.startsWith('?') ? rest : undefined;
}

/**
 * Serves what a proxy passes on with its prefix as if it came without. Paths without it are served too: senders and health
 * checks on the same host need not know the prefix, and another proxy may take it off.
 */
export function underBase(base: string, handle: RequestListener): RequestListener {
  if (base === '') return handle;
  return (request, response) => {
    const rest = belowBase(request.url ?? '', base);
    if (rest !== undefined && !rest.startsWith('/')) {
      request.resume();
      response.writeHead(308, { location: `${base}/${rest}` }).end();
      return;
    }
    if (rest !== undefined) request.url = rest;
    handle(request, response);
  };
}

/** The same for connections that become WebSockets. */
export function upgradesUnderBase(base: string, upgrade: Upgrade): Upgrade {
  if (base === '') return upgrade;
  return (request: IncomingMessage, socket, head) => {
    const rest = belowBase(request.url ?? '', base);
    if (rest !== undefined) request.url = rest;
    return upgrade(request, socket, head);
  };
}
