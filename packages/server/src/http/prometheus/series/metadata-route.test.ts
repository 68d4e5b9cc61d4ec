import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { expectRefused } from '../../../testkit/prometheus-refusals.js';
import { startApp, type RunningApp } from '../../../testkit/running-app.js';

let app: RunningApp;
const { ask } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it.each([['/api/v1/metadata?limit=0', '{}']])('%s', async (path, json) => {
  const response = await fetch(`${app.url}${path}`);
  expect([response.status, await response.text()]).toEqual([200, `{"status":"success","data":${json}}`]);
});

it.each([
  ['/api/v1/metadata', { limit: 'x' }, 400, 'bad_data', /^limit must be a number$/],
  ['/api/v1/metadata', { limit_per_metric: '1.5' }, 400, 'bad_data', /^limit_per_metric must be a number$/],
])('%s %j', async (path, params, status, errorType, message) => {
  await expectRefused(ask, path, params, { status, errorType, message });
});
