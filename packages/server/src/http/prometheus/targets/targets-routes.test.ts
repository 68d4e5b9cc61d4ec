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

it.each([
  ['/api/v1/targets', '{"activeTargets":[],"droppedTargets":[],"droppedTargetCounts":{}}'],
  ['/api/v1/targets?state=active', '{"activeTargets":[],"droppedTargets":[],"droppedTargetCounts":null}'],
  ['/api/v1/scrape_pools', '{"scrapePools":[]}'],
])('%s', async (path, json) => {
  const response = await fetch(`${app.url}${path}`);
  expect([response.status, await response.text()]).toEqual([200, `{"status":"success","data":${json}}`]);
});

it.each([
  [
    '/api/v1/targets/metadata',
    { match_target: '{' },
    400,
    'bad_data',
    /^invalid parameter "match_target": 1:2: parse error: unexpected end of input inside braces$/,
  ],
])('%s %j', async (path, params, status, errorType, message) => {
  await expectRefused(ask, path, params, { status, errorType, message });
});
