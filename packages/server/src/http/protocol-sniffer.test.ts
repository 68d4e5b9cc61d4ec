import { Client, credentials, Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sniffHttp2 } from './protocol-sniffer.js';

const same = (bytes: Buffer): Buffer => bytes;
const PATH = '/test.Echo/Say';
let grpc: GrpcServer;
let server: Server;
let port: number;

beforeAll(async () => {
  grpc = new GrpcServer();
  grpc.addService(
    {
      Say: {
        path: PATH,
        requestStream: false,
        responseStream: false,
        requestSerialize: same,
        requestDeserialize: same,
        responseSerialize: same,
        responseDeserialize: same,
      },
    },
    { Say: (call: { request: Buffer }, done: (error: null, answer: Buffer) => void) => done(null, call.request) },
  );
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  server = createServer({}, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => response.end(`${request.method ?? ''} ${Buffer.concat(chunks).length}`));
  });
  sniffHttp2(server, (socket) => injector.injectConnection(socket), 300);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  grpc.forceShutdown();
  server.close();
  server.closeAllConnections();
});

it('serves HTTP/1.1 with bodies and kept-alive connections', async () => {
  const url = `http://127.0.0.1:${port}/`;
  for (let i = 0; i < 3; i++) {
    expect(await (await fetch(url)).text()).toBe('GET 0');
    expect(await (await fetch(url, { method: 'POST', body: 'x'.repeat(300_000) })).text()).toBe('POST 300000');
    expect(await (await fetch(url, { method: 'PUT', body: 'P' })).text()).toBe('PUT 1');
  }
});

it('serves gRPC on the same port, large messages too', async () => {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const body = Buffer.alloc(1_000_000, 'a');
  for (let i = 0; i < 3; i++) {
    const answer = await new Promise((resolve) => {
      client.makeUnaryRequest(PATH, same, same, body, (error, bytes) => resolve(error ?? bytes));
    });
    expect(Buffer.isBuffer(answer) && answer.equals(body)).toBe(true);
  }
  client.close();
});

it('waits for the rest of a request that comes byte by byte', async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  for (const byte of 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok') {
    socket.write(byte);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  let answer = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) answer += chunk.toString();
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(answer).toContain('POST 2');
});

it.each(['', 'PRI', 'P'])('closes a connection that stops after %j', async (start) => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  if (start !== '') socket.write(start);
  await once(socket, 'close');
});
