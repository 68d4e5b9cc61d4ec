import { afterAll, beforeAll, expect, it } from 'vitest';
import { logsRequest } from '../../testkit/otlp-json.js';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp(testConfig());
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function post(path: string, body: string, tenant = 'default'): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-scope-orgid': tenant };
  return (await fetch(`${app.url}${path}`, { method: 'POST', headers, body })).status;
}

async function rejections(
  tenant = 'default',
): Promise<{ signal: string; protocol: string; reason: string; records: number }[]> {
  const response = await fetch(`${app.url}/api/bongsu/rejections`, { headers: { 'x-scope-orgid': tenant } });
  return ((await response.json()) as { rejections: [] }).rejections;
}

it('names what was refused, by tenant and protocol', async () => {
  const future = BigInt(Date.now() + 86_400_000) * 1_000_000n;
  expect(
    await post(
      '/v1/logs',
      JSON.stringify(
        logsRequest('shop', [
          { ts: future, body: 'a' },
          { ts: future, body: 'b' },
        ]),
      ),
    ),
  ).toBe(200);
  expect(await post('/v1/traces', '{broken')).toBe(400);
  const line = [String(future), 'from tomorrow'];
  expect(
    await post('/loki/api/v1/push', JSON.stringify({ streams: [{ stream: { app: 'shop' }, values: [line] }] })),
  ).toBe(400);
  expect(await post('/v1/traces', '{broken', 'other')).toBe(400);
  expect(await rejections()).toMatchObject([
    { signal: 'logs', protocol: 'loki-push', records: 1 },
    { signal: 'traces', protocol: 'otlp-http', records: 0 },
    { signal: 'logs', protocol: 'otlp-http', records: 2 },
  ]);
  expect((await rejections())[2]?.reason).toMatch(/newest time/);
  expect(await rejections('other')).toHaveLength(1);
});
