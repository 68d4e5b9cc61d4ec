import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { startApp, testConfig, type RunningApp } from '../../../testkit/running-app.js';

let app: RunningApp;
const { ask, data } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({
      ...config,
      prometheus: {
        ...config.prometheus,
        enableAdminApi: true,
        enableFeatures: ['promql-experimental-functions'],
      },
    })),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it('lists by category what is on and what is off', async () => {
  const features = (await data('/api/v1/features')) as Record<string, Record<string, boolean>>;
  expect(features).toMatchObject({
    api: { admin: true, lifecycle: false, remote_write_receiver: true, 'openapi_3.1': false },
    promql: { anchored: false, offset: true },
    promql_functions: { rate: true, info: true },
    promql_operators: { limitk: true, unless: true },
    service_discovery_providers: { kubernetes: true },
  });
  for (const switches of Object.values(features)) {
    expect(Object.values(switches).every((on) => typeof on === 'boolean')).toBe(true);
  }
});

it('takes GET alone', async () => {
  expect((await ask('/api/v1/features', { method: 'POST' })).status).toBe(405);
});
