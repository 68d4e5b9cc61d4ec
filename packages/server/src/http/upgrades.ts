import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Takes a request to upgrade over with its connection; false when it is not for it. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/** Headers that only concern an upgrade. */
const OF_UPGRADES = new Set(['upgrade', 'http2-settings']);

/**
 * Lets `upgrade` take WebSockets. Everything else that asks to upgrade is served as if it had not asked, as a server
 * may (RFC 9110, 7.8): Java's client asks for HTTP/2 with every first request.
 */
export function acceptUpgrades(server: Server, upgrade: Upgrade): void {
  server.on('upgrade', (request, socket, head) => {
    const wanted = (request.headers.upgrade ?? '').toLowerCase();
    if (wanted === 'websocket' && upgrade(request, socket, head)) return;
    socket.unshift(Buffer.concat([plainHead(request), head]));
    server.emit('connection', socket);
  });
}

/** The request line and headers as they came, less what asked for the upgrade. */
function plainHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method ?? ''} ${url ?? ''} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name, value] = [rawHeaders[i]!, rawHeaders[i + 1]!];
    if (OF_UPGRADES.has(name.toLowerCase())) continue;
    const kept = name.toLowerCase() === 'connection' ? connectionOptions(value) : value;
    if (kept !== '') lines.push(`${name}: ${kept}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

const connectionOptions = (value: string): string =>
  value
    .split(',')
    .map((option) => option.trim())
    .filter((option) => !OF_UPGRADES.has(option.toLowerCase()))
    .join(', ');
