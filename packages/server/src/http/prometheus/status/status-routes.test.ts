import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { expectMethods, expectRefused } from '../../../testkit/prometheus-refusals.js';
import { counters } from '../../../testkit/prometheus-samples.js';
import { startApp, testConfig, type RunningApp } from '../../../testkit/running-app.js';

const T0 = 1_700_000_000;
let app: RunningApp;
const { ask, data, write } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({ ...config, prometheus: { ...config.prometheus, enableAdminApi: true } })),
  );
  const now = Date.now();
  await write([
    ...counters(T0 * 1000),
    {
      labels: { __name__: 'with_exemplar', job: 'a' },
      samples: [{ t: T0 * 1000, v: 1 }],
      exemplars: [{ labels: { trace_id: '0af7651916cd43dd8448eb211c80319c' }, v: 6, t: T0 * 1000 + 500 }],
    },
    {
      labels: { __name__: 'fresh', job: 'a', q: 'say "hi"\\\n' },
      samples: [
        { t: now - 20_000, v: 1 },
        { t: now - 10_000, v: 2.5 },
      ],
    },
    { labels: { __name__: 'fresh', instance: 'i:1' }, samples: [{ t: now - 10_000, v: 3 }] },
    {
      labels: { __name__: 'ended' },
      samples: [
        { t: now - 20_000, v: 1 },
        { t: now - 10_000, v: 'stale' },
      ],
    },
    { labels: { __name__: 'http.점', 'a.b': 'c' }, samples: [{ t: now - 10_000, v: 4 }] },
    { labels: { __name__: 'old' }, samples: [{ t: now - 301_000, v: 1 }] },
  ]);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it.each([
  ['/api/v1/status/tsdb/blocks', '{"blocks":[]}'],
  ['/api/v1/status/walreplay', '{"min":0,"max":0,"current":0}'],
  ['/api/v1/status/config', '{"yaml":"scrape_configs: []\\n"}'],
])('%s', async (path, json) => {
  const response = await fetch(`${app.url}${path}`);
  expect([response.status, await response.text()]).toEqual([200, `{"status":"success","data":${json}}`]);
});

it('buildinfo has no features', async () => {
  expect(Object.keys((await data('/api/v1/status/buildinfo')) as object)).not.toContain('features');
});

it('/version is a line of JSON', async () => {
  const { status, headers, text } = await ask('/version');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(JSON.parse(text)).toEqual(await data('/api/v1/status/buildinfo'));
  expect(text.endsWith('}\n')).toBe(true);
});

it('flags are texts', async () => {
  const flags = (await data('/api/v1/status/flags')) as Record<string, unknown>;
  expect(flags).toMatchObject({ 'web.enable-admin-api': 'true', 'web.enable-lifecycle': 'false' });
  expect(Object.values(flags).every((value) => typeof value === 'string')).toBe(true);
});

it('runtimeinfo has the members that clients read', async () => {
  const info = (await data('/api/v1/status/runtimeinfo')) as { startTime: string; reloadConfigSuccess: boolean };
  expect(Date.parse(info.startTime)).toBeGreaterThan(Date.now() - 600_000);
  expect(info.reloadConfigSuccess).toBe(true);
});

it('tsdb counts stored series and names the worst', async () => {
  const status = (await data('/api/v1/status/tsdb', { limit: '2' })) as Record<string, unknown>;
  expect(status).toMatchObject({
    headStats: { numSeries: 9, minTime: T0 * 1000 },
    seriesCountByMetricName: [
      { name: 'up', value: 3 },
      { name: 'fresh', value: 2 },
    ],
    labelValueCountByLabelName: [
      { name: '__name__', value: 6 },
      { name: 'job', value: 3 },
    ],
    seriesCountByLabelValuePair: [
      { name: '__name__=up', value: 3 },
      { name: 'job=a', value: 3 },
    ],
  });
  expect((status['memoryInBytesByLabelName'] as { name: string }[])[0]!.name).toBe('__name__');
});

it.each([['/api/v1/status/tsdb', { limit: '0' }, 400, 'bad_data', /^limit must be a positive number$/]])(
  '%s %j',
  async (path, params, status, errorType, message) => {
    await expectRefused(ask, path, params, { status, errorType, message });
  },
);

it.each([
  ['/api/v1/status/flags', 'GET, OPTIONS'],
  ['/version', 'GET, OPTIONS'],
])('%s has %s and is 405 for others', async (path, allowed) => {
  await expectMethods(ask, path, allowed);
});

it.each(['gzip', 'deflate'])('%s', async (coding) => {
  const answer = await ask('/api/v1/status/tsdb', {
    params: { limit: '1000' },
    headers: { 'accept-encoding': coding },
  });
  expect(answer.headers.get('content-encoding')).toBe(coding);
  expect(JSON.parse(answer.text)).toMatchObject({ status: 'success' });
});
