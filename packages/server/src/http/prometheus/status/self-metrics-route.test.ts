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

type Families = { name: string; type: string; metric: object[] }[];

it('has what /metrics has', async () => {
  const families = (await data('/api/v1/status/self_metrics')) as Families;
  const page = await (await fetch(`${app.url}/metrics`)).text();
  const types = page.split('\n').filter((line) => line.startsWith('# TYPE'));
  expect(families.map(({ name, type }) => `# TYPE ${name} ${type.toLowerCase()}`)).toEqual(types);
});

it('has families by a pattern of their whole name', async () => {
  const named = async (pattern: string) =>
    ((await data('/api/v1/status/self_metrics', { metric_name_pattern: pattern })) as Families).map(({ name }) => name);
  expect(await named('bongsu_ingest_ack_.*')).toEqual(['bongsu_ingest_ack_seconds']);
  expect(await named('ingest_ack')).toEqual([]);
  expect(await ask('/api/v1/status/self_metrics', { params: { metric_name_pattern: '(' } })).toMatchObject({
    status: 400,
    text: expect.stringContaining('invalid parameter \\"metric_name_pattern\\": error parsing regexp') as string,
  });
});
