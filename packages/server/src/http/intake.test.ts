import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { durationMs, systemClock } from '@bongsu/model';
import { compressSync } from 'snappy';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DecodeTurns } from '../ingest/decode-turns.js';
import { ByteBudget } from '../limits/byte-budget.js';
import { Slots } from '../limits/slots.js';
import { Admission } from './admission.js';
import { Intake, type Wrapping } from './intake.js';

const KIB = 1024;
const slots = new Slots(1);
const inFlight = new ByteBudget(256 * KIB);
const intake = new Intake({
  admission: new Admission({ slots, turns: new DecodeTurns(systemClock()), maxWait: durationMs(1000) }),
  limits: {
    maxBytes: { key: 'limits.request.maxBytes', value: 64 * KIB, unit: 'bytes' },
    maxDecompressedBytes: { key: 'limits.request.maxDecompressedBytes', value: 128 * KIB, unit: 'bytes' },
    inFlight,
  },
});
const text = '봉수 '.repeat(1000);

let wrapping: Wrapping = { encoding: '', snappy: false };
let receive: (message: Buffer) => Promise<string>;
const server = createServer((request, response) => {
  intake
    .take(request, wrapping, (message) => receive(message))
    .then(
      (taken) => response.end(taken.ok ? taken.value : taken.error.code),
      (bug: unknown) => response.end(String(bug)),
    );
});

beforeEach(async () => {
  receive = async (message) => message.toString();
  server.listen(0);
  await once(server, 'listening');
});
afterEach(async () => {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  expect([slots.taken, inFlight.held]).toEqual([0, 0]);
});

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const send = async (body: Buffer): Promise<string> =>
  (await fetch(url(), { method: 'POST', body: new Uint8Array(body) })).text();

const plain = Buffer.from(text);
const block = compressSync(text);
it.each<[Wrapping, readonly Buffer[]]>([
  [{ encoding: '', snappy: false }, [plain]],
  [{ encoding: 'gzip', snappy: false }, [gzipSync(text), plain]],
  [{ encoding: '', snappy: true }, [block, plain]],
  [{ encoding: 'gzip', snappy: true }, [gzipSync(block), block, plain]],
])('hands over the message within %j, and holds its place and the bytes of all layers', async (given, layers) => {
  wrapping = given;
  let held: number[] = [];
  receive = async (message) => {
    held = [slots.taken, inFlight.held];
    return message.toString();
  };
  expect(await send(layers[0]!)).toBe(text);
  expect(held).toEqual([1, layers.reduce((sum, { length }) => sum + length, 0)]);
});

it.each<[string, Wrapping, Buffer]>([
  ['body_too_large', { encoding: '', snappy: false }, Buffer.alloc(65 * KIB)],
  ['body_too_large', { encoding: 'gzip', snappy: false }, gzipSync(Buffer.alloc(129 * KIB))],
  ['body_too_large', { encoding: '', snappy: true }, compressSync(Buffer.alloc(129 * KIB))],
  ['malformed_body', { encoding: 'gzip', snappy: false }, Buffer.from('not gzip')],
  ['malformed_body', { encoding: '', snappy: true }, Buffer.from('ffffffff7f', 'hex')],
])('answers %s to what cannot be read as %j, and receives nothing', async (code, given, body) => {
  wrapping = given;
  receive = async () => 'received';
  expect(await send(body)).toBe(code);
});

it('refuses whom it has no place for', async () => {
  wrapping = { encoding: '', snappy: false };
  const leave = slots.take()!;
  expect(await send(Buffer.from(text))).toBe('overloaded');
  leave();
  expect(await send(Buffer.from(text))).toBe(text);
});

it('gives back what a bug of the receiver and a client that hangs up held', async () => {
  receive = async () => {
    throw new Error('a bug');
  };
  expect(await send(Buffer.from(text))).toBe('Error: a bug');

  const client = httpRequest(url(), { method: 'POST', headers: { 'content-length': '1000' } });
  client.on('error', () => undefined);
  client.write('half of it');
  await vi.waitFor(() => expect([slots.taken, inFlight.held]).toEqual([1, 1000]));
  client.destroy();
  await vi.waitFor(() => expect([slots.taken, inFlight.held]).toEqual([0, 0]));
});
