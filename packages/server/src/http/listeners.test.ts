import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { closeHttp, listenHttp } from './listeners.js';

const GRACE_MS = 60_000;

it.each([
  ['says nothing', ''],
  ['has begun what may become HTTP/2', 'PRI'],
  ['waits for its next request', 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'],
])('closes without waiting for a connection that %s', async (_, said) => {
  const listener = await listenHttp((_request, response) => response.end('done'), '127.0.0.1', 0, 0, {
    http2: (socket) => void socket.destroy(),
    upgrade: () => false,
  });
  if (!listener.ok) throw new Error(listener.error.reason);
  const socket = connect(listener.value.port, '127.0.0.1');
  await once(socket, 'connect');
  if (said !== '') {
    socket.write(said);
    if (said.endsWith('\r\n\r\n')) await once(socket, 'data');
  }
  // What was still on its way when the connection went is answered with a reset.
  socket.on('error', (error) => expect(error).toMatchObject({ code: 'ECONNRESET' }));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  await closeHttp(listener.value, GRACE_MS);
  await closed;
  expect(socket.destroyed).toBe(true);
});
