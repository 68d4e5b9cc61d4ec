import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';
import { logsRequest } from '../../testkit/otlp-json.js';

const MIB = 1024 * 1024;
const NOW = BigInt(Date.now()) * 1_000_000n;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({
      ...config,
      ingest: { ...config.ingest, queue: { ...config.ingest.queue, maxBytes: MIB } },
      limits: { ...config.limits, request: { ...config.limits.request, maxBytesInFlight: 3 * MIB, maxConcurrent: 24 } },
    })),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function send(): Promise<Response> {
  const logs = Array.from({ length: 20 }, () => ({ ts: NOW, body: 'x'.repeat(10_000) }));
  return fetch(`${app.url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(logsRequest('flood', logs)),
  });
}

it('answers 429 with Retry-After beyond a limit, names it, stores what it acknowledged, and recovers', async () => {
  let acknowledged = 0;
  const named = new Set<string>();
  for (let round = 0; round < 3; round++) {
    for (const answer of await Promise.all(Array.from({ length: 60 }, send))) {
      const body = (await answer.json()) as { code?: number; message?: string };
      if (answer.status === 200) {
        acknowledged += 20;
        continue;
      }
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(body.code).toBe(8);
      named.add(/raise ([\w.]+)/.exec(body.message ?? '')?.[1] ?? body.message ?? '');
    }
  }
  expect(acknowledged).toBeGreaterThan(0);
  const limits = ['ingest.queue.maxBytes', 'limits.request.maxBytesInFlight', 'limits.request.maxConcurrent'];
  expect(named.size).toBeGreaterThan(0);
  for (const name of named) expect(limits).toContain(name);

  expect((await send()).status).toBe(200);
  const params = new URLSearchParams({ query: '{service_name="flood"}', limit: '5000' });
  const answer = await fetch(`${app.url}/loki/api/v1/query_range?${String(params)}`);
  const { data } = (await answer.json()) as { data: { result: { values: unknown[] }[] } };
  expect(data.result.reduce((sum, { values }) => sum + values.length, 0)).toBe(Math.min(5000, acknowledged + 20));
});
