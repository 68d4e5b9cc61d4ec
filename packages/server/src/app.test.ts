import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createApp } from './app.js';
import { createLogger } from './self/logger.js';
import { startApp, testConfig } from './testkit/running-app.js';
import { logsRequest, post } from './testkit/otlp-json.js';

const NOW = BigInt(Date.now()) * 1_000_000n;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function lines(url: string): Promise<number> {
  const params = new URLSearchParams({ query: '{service_name=~".+"}', limit: '5000' });
  const answer = await fetch(`${url}/loki/api/v1/query_range?${String(params)}`);
  const { data } = (await answer.json()) as { data: { result: { values: unknown[] }[] } };
  return data.result.reduce((sum, { values }) => sum + values.length, 0);
}

it('serves alias ports, does without one that is taken, and keeps what it acknowledged', async () => {
  const config = testConfig((c) => ({ ...c, aliasPorts: true }));
  const taken = await takenPort();
  const aliasPorts = [
    { port: taken, product: 'Loki' },
    { port: 0, product: 'Tempo' },
  ];
  const first = await startApp(config, { aliasPorts });
  expect(first.aliases).toEqual([{ port: expect.any(Number) as number, product: 'Tempo' }]);
  const alias = `http://127.0.0.1:${first.aliases[0]!.port}`;
  expect((await fetch(`${alias}/readyz`)).status).toBe(200);

  // Sent while the server stops: each is either refused or stored.
  let acknowledged = 0;
  let stopped = false;
  const sender = async (worker: number): Promise<void> => {
    for (let i = 0; !stopped; i++) {
      try {
        await post(i % 2 ? alias : first.url, 'logs', logsRequest('app', [{ ts: NOW, body: `${worker} ${i}` }]));
        acknowledged++;
      } catch {
        // Refused: the port is closed, or 503.
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  };
  const senders = Array.from({ length: 4 }, (_, worker) => sender(worker));
  while (acknowledged < 20) await new Promise((resolve) => setTimeout(resolve, 5));
  const began = performance.now();
  expect(await first.stop()).toEqual([]);
  expect(performance.now() - began).toBeLessThan(10_000);
  stopped = true;
  await Promise.all(senders);

  const second = await startApp(config, { aliasPorts: [] });
  closers.push(() => second.stop());
  expect(await lines(second.url)).toBe(acknowledged);
});

it.each([
  ['port', /^HTTP port \d+ on 127\.0\.0\.1 cannot be opened: another process listens there\. .* --port$/],
  ['otlpGrpcPort', /^OTLP\/gRPC port \d+ on 127\.0\.0\.1 cannot be opened: .* --otlp-grpc-port$/],
] as const)('names a %s that is taken, and holds nothing afterwards', async (key, message) => {
  const port = await takenPort();
  const config = testConfig((c) => ({ ...c, [key]: port }));
  const app = createApp(config, { logger: createLogger(config.log) });
  expect(await app.start()).toEqual({
    ok: false,
    error: { kind: 'port', message: expect.stringMatching(message) as string },
  });
  const again = await startApp({ ...config, [key]: 0 });
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
  expect(await again.stop()).toEqual([]);
});

it('has its parts merged once it is ready', async () => {
  const app = await startApp();
  closers.push(() => app.stop());
  for (let i = 0; i < 12; i++) await post(app.url, 'logs', logsRequest('app', [{ ts: NOW, body: `${i}` }]));
  // A part's name has the numbers of the first and the last insert in it.
  const merged = (): string[] =>
    readdirSync(app.dataFolder, { recursive: true, encoding: 'utf8' }).filter((path) => {
      const [, first, last] = /\/\d{8}_(\d+)_(\d+)_\d+$/.exec(path) ?? [];
      return first !== last;
    });
  await expect.poll(merged, { timeout: 20_000 }).not.toEqual([]);
});

it('says which folder it cannot use', async () => {
  const config = testConfig((c) => ({ ...c, data: '/dev/null/data' }));
  const outcome = await createApp(config, { logger: createLogger(config.log) }).start();
  expect(outcome).toMatchObject({
    ok: false,
    error: { kind: 'data', message: expect.stringContaining('/dev/null') as string },
  });
});

it('has pages, or says how to build them', async () => {
  const app = await startApp(testConfig(), { uiFolder: '/no/such/folder' });
  closers.push(() => app.stop());
  const page = await fetch(`${app.url}/services/checkout`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(503);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(await page.text()).toContain('npm run build');
  expect((await fetch(`${app.url}/assets/gone.js`)).status).toBe(404);
  const status = (await (await fetch(`${app.url}/api/bongsu/status`)).json()) as object;
  expect(status).toMatchObject({
    ready: { state: 'ready' },
    disk: { budgetBytes: 'off' },
    retentionSeconds: { logs: 'off' },
  });
});
