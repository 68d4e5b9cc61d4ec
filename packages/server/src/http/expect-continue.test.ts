import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { continueWhenRead } from './expect-continue.js';

let handle: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer();
continueWhenRead(server, (request, response) => handle(request, response));

beforeEach(async () => {
  server.listen(0);
  await once(server, 'listening');
});
afterEach(async () => {
  const closed = once(server, 'close');
  server.close();
  await closed;
});

async function ask() {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const heard = { text: '' };
  socket.on('data', (chunk: Buffer) => (heard.text += chunk.toString()));
  socket.write('POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\n');
  return { socket, heard, closed: once(socket, 'close') };
}

it('tells the sender to go on when its body is read, and keeps the connection', async () => {
  handle = (request, response) => {
    request.on('data', (chunk: Buffer) => response.end(`got ${chunk.toString()}`));
  };
  const { socket, heard } = await ask();
  await vi.waitFor(() => expect(heard.text).toBe('HTTP/1.1 100 Continue\r\n\r\n'));
  socket.write('body');
  await vi.waitFor(() => expect(heard.text).toContain('got body'));
  expect(heard.text).toMatch(/\r\nConnection: keep-alive\r\n/);
  socket.destroy();
});

it('answers without a word of going on when the head is enough, and ends the connection', async () => {
  handle = (_request, response) => void response.writeHead(429).end('later');
  const { heard, closed } = await ask();
  await closed;
  expect(heard.text).toMatch(/^HTTP\/1\.1 429 .*\r\nConnection: close\r\n/s);
});
