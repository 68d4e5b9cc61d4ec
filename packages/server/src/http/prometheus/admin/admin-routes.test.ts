import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { counters } from '../../../testkit/prometheus-samples.js';
import { startApp, testConfig, type RunningApp } from '../../../testkit/running-app.js';

const T0 = 1_700_000_000;
let app: RunningApp;
const { ask, data, write } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({ ...config, prometheus: { ...config.prometheus, enableAdminApi: true } })),
  );
  await write([...counters(T0 * 1000)]);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it('deletes samples of series in a range, and then all of them', async () => {
  const values = async () =>
    (
      (await data('/api/v1/query', { query: 'up[5m]', time: String(T0 + 60) })) as {
        result: { metric: { job: string }; values: unknown[] }[];
      }
    ).result.map(({ metric, values: points }) => [metric.job, points.length]);
  expect(await values()).toEqual([
    ['a', 2],
    ['b', 2],
    ['c', 2],
  ]);
  const del = (params: [string, string][]) => ask('/api/v1/admin/tsdb/delete_series', { method: 'POST', params });
  expect(
    (
      await del([
        ['match[]', 'up{job="a"}'],
        ['end', String(T0)],
      ])
    ).status,
  ).toBe(204);
  expect(await values()).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 2],
  ]);
  expect(
    (
      await del([
        ['match[]', 'up{job="b"}'],
        ['match[]', '{__name__=~"u.",job="c"}'],
      ])
    ).status,
  ).toBe(204);
  expect(await values()).toEqual([['a', 1]]);
  expect(await ask('/api/v1/admin/tsdb/clean_tombstones', { method: 'PUT' })).toMatchObject({
    status: 204,
    text: '',
  });
  expect(await values()).toEqual([['a', 1]]);
  // What comes afterwards is there.
  await write([{ labels: { __name__: 'up', job: 'b' }, samples: [{ t: T0 * 1000 + 30_000, v: 1 }] }]);
  expect(await values()).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
});

it('asks for a selector, refuses snapshots by name, takes POST and PUT only', async () => {
  expect(await ask('/api/v1/admin/tsdb/delete_series', { method: 'POST' })).toMatchObject({
    status: 400,
    text: '{"status":"error","errorType":"bad_data","error":"no match[] parameter provided"}',
  });
  const snapshot = await ask('/api/v1/admin/tsdb/snapshot', { method: 'POST' });
  expect(snapshot).toMatchObject({ status: 422, text: expect.stringContaining('docs/backup.md') as string });
  expect((await ask('/api/v1/admin/tsdb/snapshot')).status).toBe(405);
});
