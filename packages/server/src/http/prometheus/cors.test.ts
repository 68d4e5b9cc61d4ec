import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../testkit/prometheus-client.js';
import { startApp, type RunningApp } from '../../testkit/running-app.js';

let app: RunningApp;
const { ask } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it('CORS headers only where there is an origin', async () => {
  const with_ = await ask('/api/v1/labels', { headers: { origin: 'https://grafana.example' } });
  expect(with_.headers.get('access-control-allow-origin')).toBe('*');
  expect(with_.headers.get('access-control-expose-headers')).toBe('Date');
  const without = await ask('/api/v1/labels');
  expect(without.headers.get('access-control-allow-origin')).toBeNull();
  expect(without.headers.get('vary')).toContain('Origin');
});
