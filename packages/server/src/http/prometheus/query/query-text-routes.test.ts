import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { startApp, type RunningApp } from '../../../testkit/running-app.js';

let app: RunningApp;
const { ask, data } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it('format_query', async () => {
  const query = 'sum  by(job)(rate( up[5m] ))';
  expect(await data('/api/v1/format_query', { query })).toBe('sum by (job) (rate(up[5m]))');
});

it('parse_query', async () => {
  expect(await data('/api/v1/parse_query', { query: '-1' })).toMatchObject({ type: expect.any(String) as string });
  expect(await data('/api/v1/parse_query', { query: 'up{job="a"} offset 1m' })).toMatchObject({
    type: 'vectorSelector',
    name: 'up',
    offset: 60_000,
  });
});

it.each(['/api/v1/format_query', '/api/v1/parse_query'])('%s of a query that is none', async (path) => {
  expect(await ask(path, { params: { query: 'sum(' } })).toMatchObject({
    status: 400,
    text: expect.stringContaining('"error":"invalid parameter \\"query\\": 1:5: parse error: ') as string,
  });
});
