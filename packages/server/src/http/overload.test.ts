import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../testkit/running-app.js';
import { logsRequest } from '../testkit/otlp-json.js';

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

const LINES = 20;
const line = (i: number): string => `${i} ${'x'.repeat(10_000)}`;

async function post(path: string, body: unknown): Promise<Response> {
  return fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const otlp = (service: string): Promise<Response> =>
  post(
    '/v1/logs',
    logsRequest(
      service,
      Array.from({ length: LINES }, (_, i) => ({ ts: NOW, body: line(i) })),
    ),
  );

const push = (service: string): Promise<Response> => {
  const values = Array.from({ length: LINES }, (_, i) => [String(NOW), line(i)]);
  return post('/loki/api/v1/push', { streams: [{ stream: { service_name: service }, values }] });
};

it.each([
  ['otlp', otlp, 200],
  ['push', push, 204],
] as const)(
  '%s answers 429 with Retry-After beyond a limit, names it, stores what it acknowledged, and recovers',
  async (service, send, done) => {
    let acknowledged = 0;
    const named = new Set<string>();
    for (let round = 0; round < 3; round++) {
      for (const answer of await Promise.all(Array.from({ length: 60 }, () => send(service)))) {
        const text = await answer.text();
        if (answer.status === done) {
          acknowledged += LINES;
          continue;
        }
        expect(answer.status).toBe(429);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
        if (service === 'otlp') expect((JSON.parse(text) as { code?: number }).code).toBe(8);
        else expect(text.endsWith('\n')).toBe(true);
        named.add(/raise ([\w.]+)/.exec(text)?.[1] ?? text);
      }
    }
    expect(acknowledged).toBeGreaterThan(0);
    const limits = ['ingest.queue.maxBytes', 'limits.request.maxBytesInFlight', 'limits.request.maxConcurrent'];
    expect(named.size).toBeGreaterThan(0);
    for (const name of named) expect(limits).toContain(name);

    expect((await send(service)).status).toBe(done);
    const params = new URLSearchParams({ query: `{service_name="${service}"}`, limit: '5000' });
    const answer = await fetch(`${app.url}/loki/api/v1/query_range?${String(params)}`);
    const { data } = (await answer.json()) as { data: { result: { values: unknown[] }[] } };
    expect(data.result.reduce((sum, { values }) => sum + values.length, 0)).toBe(Math.min(5000, acknowledged + LINES));
  },
);
