import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp(testConfig());
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
}

async function senders(tenant = 'default'): Promise<unknown> {
  const response = await fetch(`${app.url}/api/bongsu/senders`, { headers: { 'x-scope-orgid': tenant } });
  return response.json();
}

const resource = (language: string) => ({
  attributes: [
    { key: 'service.name', value: { stringValue: 'shop' } },
    { key: 'telemetry.sdk.language', value: { stringValue: language } },
  ],
});
const now = `${Date.now()}000000`;

it('tells senders apart by what arrives of them', async () => {
  expect(await senders()).toEqual({ sdkLanguages: [], kinds: [] });
  await post('/v1/logs', {
    resourceLogs: [
      {
        resource: resource('nodejs'),
        scopeLogs: [{ logRecords: [{ timeUnixNano: now, body: { stringValue: 'a' } }] }],
      },
    ],
  });
  expect(await senders()).toEqual({ sdkLanguages: ['nodejs'], kinds: [] });

  const points = [{ timeUnixNano: now, asDouble: 1 }];
  await post('/v1/metrics', {
    resourceMetrics: [
      {
        resource: resource('python'),
        scopeMetrics: [{ metrics: [{ name: 'orders', gauge: { dataPoints: points } }] }],
      },
    ],
  });
  expect(await senders()).toEqual({ sdkLanguages: ['nodejs', 'python'], kinds: [] });

  await post('/loki/api/v1/push', { streams: [{ stream: { app: 'shop' }, values: [[now, 'a line']] }] });
  expect(await senders()).toEqual({ sdkLanguages: ['nodejs', 'python'], kinds: ['loki-push'] });

  const traces = { resourceSpans: [{ resource: resource('go'), scopeSpans: [] }] };
  await post('/v1/traces', traces, { 'user-agent': 'OpenTelemetry Collector Contrib/0.140.0 (linux/amd64)' });
  expect(await senders()).toMatchObject({ kinds: ['collector', 'loki-push'] });
  expect(await senders('other')).toEqual({ sdkLanguages: [], kinds: [] });
});
