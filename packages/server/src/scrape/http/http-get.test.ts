import { once } from 'node:events';
import { globalAgent } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { durationMs } from '@bongsu/model';
import { DEFAULT_HTTP_CLIENT } from '../config/http-client-config.js';
import { httpGet, type GetOptions } from './http-get.js';

const OPTIONS: GetOptions = {
  client: DEFAULT_HTTP_CLIENT,
  headers: {},
  timeout: durationMs(5000),
  maxBytes: 0,
  signal: new AbortController().signal,
};

/** A target that answers the first request of a connection, and closes it upon the second. */
async function target(first: (socket: Socket) => void) {
  const seen: number[] = [];
  const server = createServer((socket) => {
    const connection = seen.push(0) - 1;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      if (++seen[connection]! === 1) first(socket);
      else socket.resetAndDestroy();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: new URL(`http://127.0.0.1:${address.port}/metrics`), seen, close: () => server.close() };
}

it('a kept connection that the target closes is replaced by a new one', async () => {
  const { url, seen, close } = await target((socket) =>
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nup 1\n'),
  );
  for (let i = 0; i < 2; i++) {
    const got = await httpGet(url, OPTIONS);
    expect(got.ok && got.value.body.toString()).toBe('up 1\n');
    // The socket goes back to the agent a turn after the body has ended.
    if (i === 0) await vi.waitFor(() => expect(Object.keys(globalAgent.freeSockets).join()).toContain(url.port));
  }
  expect(seen).toEqual([2, 1]);
  close();
});

it('a new connection that the target closes is a failure', async () => {
  const { url, seen, close } = await target((socket) => socket.resetAndDestroy());
  expect(await httpGet(url, OPTIONS)).toEqual({
    ok: false,
    error: { kind: 'failed', message: `Get "${url.href}": connection reset by peer` },
  });
  expect(seen).toEqual([1]);
  close();
});
