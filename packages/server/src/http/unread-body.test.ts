import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../testkit/running-app.js';

const MIB = 1024 * 1024;
let app: RunningApp;
let release: () => void;

beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({
      ...config,
      limits: { ...config.limits, request: { ...config.limits.request, maxConcurrent: 1 } },
    })),
  );
  // A body that does not end holds the only place.
  const holder = httpRequest(`${app.url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': '100' },
  });
  holder.on('error', () => undefined);
  holder.flushHeaders();
  release = () => holder.destroy();
  await vi.waitFor(async () => expect((await send(1)).status).toBe(429));
});
afterAll(async () => {
  release();
  expect(await app.stop()).toEqual([]);
});

const send = (bytes: number): Promise<Response> =>
  fetch(`${app.url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: 'x'.repeat(bytes),
  });

/** Writes all of a request that the socket takes, whatever the answer, which it keeps. */
async function sendDeaf(bytes: number, framing: 'length' | 'chunks', head = '') {
  const socket = connect({ port: app.port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  let answer = '';
  let problem: string | undefined;
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.on('error', (error: NodeJS.ErrnoException) => (problem = error.code));
  const length = framing === 'length' ? `content-length: ${bytes}` : 'transfer-encoding: chunked';
  socket.write(`POST /v1/logs HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${length}\r\n${head}\r\n`);
  const piece = Buffer.alloc(64 * 1024, 'x');
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += piece.length) {
    if (framing === 'chunks') socket.write(`${piece.length.toString(16)}\r\n`);
    const taken = socket.write(piece);
    if (framing === 'chunks') socket.write('\r\n');
    if (!taken && !socket.destroyed) {
      await new Promise<void>((resolve) => socket.once('drain', resolve).once('close', () => resolve()));
    }
  }
  if (framing === 'chunks' && !socket.destroyed) socket.write('0\r\n\r\n');
  await vi.waitFor(() => expect(answer).toMatch(/\r\n\r\n./), 5000);
  const written = socket.bytesWritten - socket.writableLength;
  socket.destroy();
  return { answer, problem, written };
}

it.each(['length', 'chunks'] as const)(
  'a sender of 64 MB that hears late (%s) hears, and has sent less',
  async (framing) => {
    const { answer, problem, written } = await sendDeaf(64 * MIB, framing);
    expect(answer).toMatch(/^HTTP\/1\.1 429 /);
    expect(answer).toMatch(/\r\nretry-after: 1\r\n/i);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    // Never ECONNRESET, on which a client gives up the answer. The buffers of the system on both sides take what is
    // sent: 4 MB where their limits are those of a distribution.
    expect(['EPIPE', undefined]).toContain(problem);
    expect(written).toBeLessThan(48 * MIB);
  },
);

it.each(['length', 'chunks'] as const)('small bodies are read, and the connection stays (%s)', async (framing) => {
  const { answer, problem, written } = await sendDeaf(128 * 1024, framing);
  expect(answer).toMatch(/^HTTP\/1\.1 429 /);
  expect(answer).toMatch(/\r\nconnection: keep-alive\r\n/i);
  expect(problem).toBeUndefined();
  expect(written).toBeGreaterThanOrEqual(128 * 1024);
});

it('fetch hears', async () => {
  for (let i = 0; i < 3; i++) {
    const answer = await send(40 * MIB);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await answer.text()).toContain('limits.request.maxConcurrent');
  }
});

const curl = spawnSync('curl', ['--version']).status === 0;
it.skipIf(!curl && process.env['CI'] !== 'true').each([[[]], [['-H', 'Expect:']]])('curl hears %j', async (options) => {
  const client = spawn('curl', [
    '-sS',
    '-i',
    '--data-binary',
    '@-',
    '-H',
    'content-type: application/json',
    ...options,
    `${app.url}/v1/logs`,
  ]);
  client.stdin.on('error', () => undefined);
  client.stdin.end('x'.repeat(40 * MIB));
  let out = '';
  client.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  client.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [code] = (await once(client, 'close')) as [number];
  expect(out).toMatch(/^HTTP\/1\.1 429 /);
  expect(out).toMatch(/retry-after: 1\r\n/i);
  expect(code).toBe(0);
});

it("OpenTelemetry's exporter hears when to come again", async () => {
  const told: string[] = [];
  const note = (text: string): void => void told.push(text);
  diag.setLogger({ error: note, warn: note, info: note, debug: note, verbose: note }, DiagLogLevel.ALL);
  const records: ReadableLogRecord[] = [];
  const nothing = async (): Promise<void> => undefined;
  const provider = new LoggerProvider({
    processors: [{ onEmit: (record) => void records.push(record), forceFlush: nothing, shutdown: nothing }],
  });
  provider.getLogger('large').emit({ body: 'x'.repeat(8 * MIB) });
  const exporter = new OTLPLogExporter({ url: `${app.url}/v1/logs`, timeoutMillis: 2500 });
  await new Promise((resolve) => exporter.export(records, resolve));
  // From Retry-After: its own pauses are no round numbers.
  expect(told).toContain('Scheduling export retry in 1000ms');
  diag.disable();
});
