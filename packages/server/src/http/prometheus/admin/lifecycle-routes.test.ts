import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { startApp, type RunningApp } from '../../../testkit/running-app.js';

let app: RunningApp;
const { ask } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it.each(['/-/reload', '/-/quit'])('%s is not enabled', async (path) => {
  for (const method of ['POST', 'PUT']) {
    expect(await ask(path, { method })).toMatchObject({ status: 403, text: 'Lifecycle API is not enabled.' });
  }
  expect(await ask(path)).toMatchObject({ status: 405, text: 'Only POST or PUT requests allowed' });
});
