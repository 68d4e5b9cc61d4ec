import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { expectMethods, expectRefused } from '../../../testkit/prometheus-refusals.js';
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
  ['/api/v1/rules', '{"groups":[]}'],
  ['/api/v1/rules?type=alert&match[]=up', '{"groups":[]}'],
  ['/api/v1/alerts', '{"alerts":[]}'],
  ['/api/v1/alertmanagers', '{"activeAlertmanagers":[],"droppedAlertmanagers":[]}'],
])('%s', async (path, json) => {
  const response = await fetch(`${app.url}${path}`);
  expect([response.status, await response.text()]).toEqual([200, `{"status":"success","data":${json}}`]);
});

it.each([
  ['/api/v1/rules', { type: 'both' }, 400, 'bad_data', /^invalid parameter "type": not supported value "both"$/],
  ['/api/v1/rules', { exclude_alerts: 'x' }, 400, 'bad_data', /^invalid parameter "exclude_alerts"/],
  ['/api/v1/rules', { group_next_token: 'x' }, 400, 'bad_data', /group_limit needs to be present/],
  ['/api/v1/rules', { group_next_token: 'x', group_limit: '1' }, 400, 'bad_data', /^invalid group_next_token "x"/],
])('%s %j', async (path, params, status, errorType, message) => {
  await expectRefused(ask, path, params, { status, errorType, message });
});

it.each([['/api/v1/rules', 'GET, OPTIONS']])('%s has %s and is 405 for others', async (path, allowed) => {
  await expectMethods(ask, path, allowed);
});
