import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How every HTTP/2 connection with prior knowledge begins (RFC 9113, 3.4). No HTTP/1 method begins so. */
const PREFACE = Buffer.from('PRI * HTTP/2.0');

/**
 * Lets one port speak HTTP/1.1 and cleartext HTTP/2: connections that begin with HTTP/2's preface go to `http2`, which
 * owns them from then on; all others to the server's own handling. A connection that says nothing for `patienceMs` is
 * closed. To be called before the server listens.
 *
 * @returns closes the connections that have not said yet what they speak: the server does not know of them.
 */
export function sniffHttp2(server: Server, http2: (socket: Socket) => void, patienceMs: number): () => void {
  const undecided = new Set<Socket>();
  const http1 = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    undecided.add(socket);
    const forget = (): void => void undecided.delete(socket);
    let seen: Buffer = Buffer.alloc(0);
    const close = (): void => void socket.destroy();
    const look = (): void => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) return;
      seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
      const compared = Math.min(seen.length, PREFACE.length);
      const isPreface = seen.subarray(0, compared).equals(PREFACE.subarray(0, compared));
      if (isPreface && compared < PREFACE.length) return;
      socket.off('readable', look);
      socket.off('end', close);
      socket.off('error', close);
      socket.off('timeout', close);
      socket.off('close', forget);
      forget();
      socket.setTimeout(0);
      socket.unshift(seen);
      if (isPreface) http2(socket);
      else for (const listener of http1) listener.call(server, socket);
    };
    socket.on('readable', look);
    socket.on('end', close);
    socket.on('error', close);
    socket.on('close', forget);
    socket.setTimeout(patienceMs, close);
  });
  return () => {
    for (const socket of undecided) socket.destroy();
  };
}
