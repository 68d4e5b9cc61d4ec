import type { IncomingMessage, RequestListener } from 'node:http';
import type { Upgrade } from './upgrades.js';

/**
 * What is left of a URL below `base`, query included; `slash` when it is `base` itself, which has to end with one for relative
 * links to stay under it; undefined when it lies elsewhere.
 * @param url as it stands in the request line. @param base without a slash at its end; '' for the root.
 */
export function belowBase(url: string, base: string): string | 'slash' | undefined {
  if (base === '' || !url.startsWith(base)) return undefined;
  const rest = url.slice(base.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? 'slash' : undefined;
}

/**
 * Serves what a proxy passes on with its prefix as if it came without. Paths without it are served too: senders and health
 * checks on the same host need not know the prefix, and another proxy may take it off.
 */
export function underBase(base: string, handle: RequestListener): RequestListener {
  if (base === '') return handle;
  return (request, response) => {
    const url = request.url ?? '';
    const rest = belowBase(url, base);
    if (rest === 'slash') {
      request.resume();
      response.writeHead(308, { location: `${base}/${url.slice(base.length)}` }).end();
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
    if (rest !== undefined && rest !== 'slash') request.url = rest;
    return upgrade(request, socket, head);
  };
}
