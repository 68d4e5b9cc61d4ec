import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { durationMs } from '@bongsu/model';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { logsRequest, post } from '../../../testkit/otlp-json.js';
import { startApp, testConfig, type RunningApp } from '../../../testkit/running-app.js';

const NOW = BigInt(Date.now()) * 1_000_000n;
const SECOND = 1_000_000_000n;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp(
    testConfig((c) => ({
      ...c,
      limits: { ...c.limits, loki: { ...c.limits.loki, tails: 2, tailTime: durationMs(15_000) } },
    })),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

type Value = [ts: string, line: string, apart?: Record<string, unknown>];
interface Frame {
  streams: { stream: Record<string, string>; values: Value[] }[];
  dropped_entries?: { labels: Record<string, string>; timestamp: string }[];
  encodingFlags?: string[];
}

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
});

/** A tail as a client sees it. */
class Client {
  readonly frames: Frame[] = [];
  pings = 0;
  readonly #socket: WebSocket;
  #news: (() => void) | undefined;

  constructor(params: Record<string, string>, headers: Record<string, string> = {}, path = '/loki/api/v1/tail') {
    const url = `${app.url.replace('http', 'ws')}${path}?${String(new URLSearchParams(params))}`;
    this.#socket = new WebSocket(url, { headers });
    this.#socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as Frame);
      this.#news?.();
    });
    this.#socket.on('ping', () => this.pings++);
    clients.push(this);
  }

  /** Lines so far, in the order they came. */
  get lines(): string[] {
    return this.frames.flatMap(({ streams }) => streams.flatMap(({ values }) => values.map(([, line]) => line)));
  }

  async opened(): Promise<this> {
    await once(this.#socket, 'open');
    return this;
  }

  /** Resolves when so many lines have come. */
  async until(count: number): Promise<string[]> {
    while (this.lines.length < count) await new Promise<void>((resolve) => (this.#news = resolve));
    return this.lines;
  }

  async closed(): Promise<[code: number, reason: string]> {
    const [code, reason] = (await once(this.#socket, 'close')) as [number, Buffer];
    return [code, reason.toString()];
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  async end(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.terminate();
    await closed;
  }
}

async function push(stream: Record<string, string>, values: unknown[][], tenant = 'default'): Promise<void> {
  const response = await fetch(`${app.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-scope-orgid': tenant },
    body: JSON.stringify({ streams: [{ stream, values }] }),
  });
  expect(response.status).toBe(204);
}

const at = (second: bigint): string => String(NOW + second * SECOND);

it('replays the newest lines, then sends what is stored, each line once, a stream per line', async () => {
  await push({ app: 'shop' }, [
    [at(-3n), 'first'],
    [at(-2n), 'second'],
    [at(-1n), 'third'],
  ]);
  const client = new Client({ query: '{app="shop"} != "skip"', limit: '2' });
  await client.until(2);
  await push({ app: 'other' }, [[at(0n), 'of another stream']]);
  await push({ app: 'shop' }, [
    [at(2n), 'fifth', { user: 'u1' }],
    [at(1n), 'fourth'],
    [at(3n), 'skip this'],
  ]);
  await push({ app: 'shop' }, [[at(-100n), 'of long ago']]);
  expect(await client.until(5)).toEqual(['second', 'third', 'fourth', 'fifth', 'of long ago']);
  expect(client.frames.map((frame) => Object.keys(frame))).toEqual([['streams'], ['streams'], ['streams']]);
  for (const { streams } of client.frames) for (const { values } of streams) expect(values).toHaveLength(1);
  const shop = { app: 'shop', service_name: 'shop', detected_level: 'unknown' };
  expect(client.frames[1]!.streams).toEqual([
    { stream: shop, values: [[at(1n), 'fourth']] },
    { stream: { ...shop, user: 'u1' }, values: [[at(2n), 'fifth']] },
  ]);
});

it.each([
  ['by the header', {}, { 'x-loki-response-encoding-flags': 'categorize-labels' }],
  ['by the parameter', { encoding_flags: 'categorize-labels' }, {}],
])('runs the whole pipeline on OTLP lines and keeps categories apart when asked %s', async (_, params, headers) => {
  const query = '{service_name="cart"} | json | status >= 500 | line_format "{{.path}}"';
  const client = await new Client({ query, ...params }, headers).opened();
  await post(
    app.url,
    'logs',
    logsRequest('cart', [
      { ts: NOW, body: '{"status":500,"path":"/cart"}', severity: 'ERROR' },
      { ts: NOW + 1n, body: '{"status":200,"path":"/ok"}' },
    ]),
  );
  await client.until(1);
  const [frame] = client.frames;
  expect(Object.keys(frame!)).toEqual(['streams', 'encodingFlags']);
  expect(frame!.streams[0]!.values[0]).toMatchObject([
    String(NOW),
    '/cart',
    { structuredMetadata: { detected_level: 'error' }, parsed: { status: '500', path: '/cart' } },
  ]);
});

it('sends a commit of many lines in messages of at most a hundred, in order', async () => {
  const client = await new Client({ query: '{app="many"}', start: at(0n) }).opened();
  const values = Array.from({ length: 2500 }, (_, i) => [String(NOW + BigInt(i)), `line ${i}`]);
  await push({ app: 'many' }, values);
  expect(await client.until(2500)).toEqual(values.map(([, line]) => line));
  expect(Math.max(...client.frames.map(({ streams }) => streams.length))).toBe(100);
});

it('holds lines back for delay_for, so that late ones find their place', async () => {
  const client = await new Client({ query: '{app="late"}', delay_for: '1' }).opened();
  await push({ app: 'late' }, [[at(2n), 'b']]);
  await push({ app: 'late' }, [[at(1n), 'a']]);
  expect(await client.until(2)).toEqual(['a', 'b']);
});

it('tells a slow client what it missed', async () => {
  const client = await new Client({ query: '{app="big"}' }).opened();
  client.pause();
  const text = 'x'.repeat(200_000);
  // What the system's buffers hold (about 10 MB on Linux) and 8 MB of ours is not enough for all of it.
  for (let i = 0; i < 4; i++) {
    await push(
      { app: 'big' },
      Array.from({ length: 50 }, (_, j) => [String(NOW + BigInt(i * 50 + j)), `${i} ${text}`]),
    );
  }
  // A client is slow after a second without room.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  client.resume();
  const ends = (): string[] => client.lines.filter((line) => line === 'the end');
  let pushed = 200;
  // Lines that come while the client catches up may be missed too.
  for (; ends().length === 0; pushed++) {
    await push({ app: 'big' }, [[String(NOW + BigInt(pushed)), 'the end']]);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const dropped = client.frames.flatMap((frame) => frame.dropped_entries ?? []);
  expect(dropped.length).toBeGreaterThan(0);
  expect(client.lines.length + dropped.length).toBe(pushed);
  expect(dropped[0]).toEqual({
    labels: { app: 'big', detected_level: 'unknown', service_name: 'big' },
    timestamp: expect.stringMatching(/^\d{19}$/) as string,
  });
});

it('keeps tenants apart', async () => {
  const client = await new Client({ query: '{app="t"}' }, { 'x-scope-orgid': 'mine' }).opened();
  await push({ app: 't' }, [[at(0n), 'theirs']], 'theirs');
  await push({ app: 't' }, [[at(0n), 'mine']], 'mine');
  expect(await client.until(1)).toEqual(['mine']);
});

it('speaks the legacy form under the legacy path', async () => {
  const client = await new Client({ query: '{app="old"}' }, {}, '/api/prom/tail').opened();
  await push({ app: 'old' }, [['1767323040120000000', 'x']]);
  while (client.frames.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(client.frames[0]).toEqual({
    streams: [
      {
        labels: '{app="old", detected_level="unknown", service_name="old"}',
        entries: [{ ts: '2026-01-02T03:04:00.12Z', line: 'x' }],
      },
    ],
    dropped_entries: null,
  });
});

it('ends a tail after its longest time, with pings before', async () => {
  const client = await new Client({ query: '{app="idle"}' }).opened();
  expect(await client.closed()).toEqual([1011, 'reached tail max duration limit']);
  expect(client.pings).toBeGreaterThanOrEqual(2);
});

it('refuses more tails of a tenant than the limit', async () => {
  const params = { query: '{app="idle"}' };
  const headers = { 'x-scope-orgid': 'greedy' };
  await new Client(params, headers).opened();
  await new Client(params, headers).opened();
  expect(await new Client(params, headers).closed()).toEqual([
    1011,
    'max concurrent tail requests limit exceeded, count > limit (3 > 2)',
  ]);
  await new Client(params).opened();
});

describe('before the upgrade', () => {
  it.each([
    ['a query that is none', { query: '{app="x"' }, /^parse error at line 1, col 9: syntax error: unexpected \$end/],
    ['a metric query', { query: 'rate({app="x"}[1m])' }, /^only log queries can be tailed/],
    ['no query', {}, /^parse error/],
    ['a long delay', { query: '{app="x"}', delay_for: '6' }, /^delay_for can't be greater than 5$/],
    ['a delay that is none', { query: '{app="x"}', delay_for: 'x' }, /^could not parse 'delay_for'/],
    ['a limit of none', { query: '{app="x"}', limit: '0' }, /^limit must be a positive value$/],
    ['a start that is none', { query: '{app="x"}', start: 'x' }, /^could not parse 'start'/],
  ])('refuses %s in plain HTTP', async (_, params, message) => {
    const query = String(new URLSearchParams(params));
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/loki/api/v1/tail?${query}`);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    expect([response.statusCode, response.headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(Buffer.concat(chunks).toString()).toMatch(message);
  });

  it.each(['/loki/api/v1/tail', '/api/prom/tail'])('says that %s is a WebSocket', async (path) => {
    const response = await fetch(`${app.url}${path}?query={app="x"}`);
    expect([response.status, await response.text()]).toEqual([
      400,
      `${path} is a WebSocket: the request does not ask to upgrade to one`,
    ]);
  });

  it('answers 404 to a WebSocket of another path', async () => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/loki/api/v1/nothing`);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(404);
    response.destroy();
  });
});

describe('requests that ask for HTTP/2 as Java does', () => {
  const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAEAAEAAAAIAAAAB' };

  it('are served over HTTP/1.1, body and all', async () => {
    const body = JSON.stringify({ streams: [{ stream: { app: 'java' }, values: [[at(0n), 'x'.repeat(100_000)]] }] });
    const request = httpRequest(`${app.url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    request.write(body.slice(0, 10));
    setTimeout(() => request.end(body.slice(10)), 20);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(204);
  });

  it('keep their connection for the next request', async () => {
    const socket = connect(app.port, '127.0.0.1');
    const upgrade = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /ready HTTP/1.1\r\nhost: x\r\n${upgrade.join('')}\r\n`);
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*ready$/);
    socket.write('GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const [second] = (await once(socket, 'data')) as [Buffer];
    expect(second.toString()).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*ok\n$/);
    socket.destroy();
  });
});
