import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { err, ok, type Result } from '@bongsu/model';
import { continueWhenRead } from './expect-continue.js';
import { listenProblem, type ListenProblem } from './listen-problem.js';
import { sniffHttp2 } from './protocol-sniffer.js';
import { acceptUpgrades, type Upgrade } from './upgrades.js';

export interface HttpListener {
  readonly port: number;
  readonly server: Server;
  /** Connections that have not said yet which protocol they speak. */
  readonly closeUndecided: () => void;
}

/** Longer than exporters pause between batches (a minute at most), so that none meets a connection being closed. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Connections that wait to be accepted; Linux cuts it to net.core.somaxconn, 4096 by default. Node's own 511 resets
 * senders that come back all at once after a restart instead of answering them 429.
 */
const BACKLOG = 4096;

/** Where connections go that leave HTTP/1.1. */
export interface OtherProtocols {
  /** Those that speak HTTP/2 from the start; owns them from then on. */
  readonly http2: (socket: Socket) => void;
  readonly upgrade: Upgrade;
}

/** Opens a port; 0 takes a free one. Every port serves through the same `handle`. */
export async function listenHttp(
  handle: RequestListener,
  host: string,
  port: number,
  requestTimeout: number,
  { http2, upgrade }: OtherProtocols,
): Promise<Result<HttpListener, ListenProblem>> {
  const server = createServer({ requestTimeout, keepAliveTimeout: KEEP_ALIVE_MS }, handle);
  continueWhenRead(server, handle);
  const closeUndecided = sniffHttp2(server, http2, KEEP_ALIVE_MS);
  acceptUpgrades(server, upgrade);
  try {
    server.listen({ host, port, exclusive: true, backlog: BACKLOG });
    await once(server, 'listening');
  } catch (error) {
    return err(listenProblem(error, host, port));
  }
  const address = server.address();
  return ok({
    server,
    port: typeof address === 'object' && address !== null ? address.port : port,
    closeUndecided,
  });
}

/** Takes no new connections, waits for running requests, and cuts them off after `graceMs`. */
export async function closeHttp({ server, closeUndecided }: HttpListener, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const closeIdle = (): void => {
    server.closeIdleConnections();
    closeUndecided();
  };
  closeIdle();
  const cutOff = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  // A connection whose answer is on its way becomes idle in a moment.
  const idle = setInterval(closeIdle, 50);
  await closed;
  clearTimeout(cutOff);
  clearInterval(idle);
}
