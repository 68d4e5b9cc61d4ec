import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { startApp, testConfig, type RunningApp } from '../../../testkit/running-app.js';

const configFile = join(mkdtempSync(join(tmpdir(), 'bongsu-notifications-')), 'prometheus.yml');
let app: RunningApp;
const { ask, data } = prometheusClient(() => app.url);
beforeAll(async () => {
  writeFileSync(configFile, 'scrape_configs: []\n');
  app = await startApp(testConfig((config) => ({ ...config, prometheus: { ...config.prometheus, configFile } })));
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

const runtime = async () => (await data('/api/v1/status/runtimeinfo')) as Record<string, unknown>;

it('says that the configuration could not be read, until it can', async () => {
  expect(await data('/api/v1/notifications')).toEqual([]);
  const before = await runtime();
  expect(before).toMatchObject({ reloadConfigSuccess: true });

  writeFileSync(configFile, 'scrape_configs: nonsense\n');
  const asked = Date.now();
  expect((await app.reload()).ok).toBe(false);
  const [notification, ...others] = (await data('/api/v1/notifications')) as { date: string }[];
  expect(others).toEqual([]);
  expect(notification).toMatchObject({ text: 'Configuration reload has failed.', active: true });
  expect(Date.parse(notification!.date)).toBeGreaterThanOrEqual(asked);
  expect(await runtime()).toMatchObject({ reloadConfigSuccess: false, lastConfigTime: before['lastConfigTime'] });

  writeFileSync(configFile, 'scrape_configs: []\n');
  expect((await app.reload()).ok).toBe(true);
  expect(await data('/api/v1/notifications')).toEqual([]);
  expect((await runtime())['lastConfigTime']).not.toBe(before['lastConfigTime']);
});

it('has no listeners: pages that would listen ask again', async () => {
  expect(await ask('/api/v1/notifications/live')).toMatchObject({ status: 204, text: '' });
  expect((await ask('/api/v1/notifications/live', { method: 'POST' })).status).toBe(405);
});
