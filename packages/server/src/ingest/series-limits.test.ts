import { compressSync } from 'snappy';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestV1, requestV2 } from '@bongsu/wire/remote-write/testkit';
import { post, sumRequest } from '../testkit/otlp-json.js';
import { startApp, testConfig, type RunningApp } from '../testkit/running-app.js';

const T0 = 1_700_000_000_000;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({ ...config, limits: { ...config.limits, series: { perTenant: 5, perMetric: 3 } } })),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function write(body: Uint8Array, contentType = 'application/x-protobuf') {
  const response = await fetch(`${app.url}/api/v1/write`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: Buffer.from(compressSync(body)),
  });
  return {
    status: response.status,
    text: await response.text(),
    written: response.headers.get('x-prometheus-remote-write-samples-written'),
  };
}
const series = (name: string, ids: readonly number[], t = T0) =>
  ids.map((id) => ({ labels: { __name__: name, id: String(id) }, samples: [{ t, v: id }] }));

async function count(query: string): Promise<string | undefined> {
  const params = new URLSearchParams({ query: `count(${query})`, time: String(T0 / 1000 + 60) });
  const answer = (await (await fetch(`${app.url}/api/v1/query?${String(params)}`)).json()) as {
    data: { result: { value: [number, string] }[] };
  };
  return answer.data.result[0]?.value[1];
}

it('limits on series hold for every way in, and what is there goes on', async () => {
  expect((await write(requestV1(series('one', [1, 2])))).status).toBe(204);
  // The third is in, the fourth is over the metric's limit.
  expect(await write(requestV1(series('one', [1, 2, 3, 4], T0 + 1000)))).toEqual({
    status: 400,
    written: null,
    text: 'metric "one": 4 active series exceeds the limit of 3 active series (raise limits.series.perMetric)\n',
  });
  expect(await count('one')).toBe('3');
  const v2 = 'application/x-protobuf;proto=io.prometheus.write.v2.Request';
  expect(await write(requestV2([...series('one', [1, 5]), ...series('two', [1])]), v2)).toMatchObject({
    status: 400,
    written: '2',
    text: expect.stringMatching(/^metric "one"/) as string,
  });
  // Four series so far: one more over OTLP, the next is over the tenant's limit.
  const points = [1, 2].map((id) => ({ ts: BigInt(T0) * 1_000_000n, value: id, attributes: { id: String(id) } }));
  expect(await post(app.url, 'metrics', sumRequest('shop', 'three', points))).toEqual({
    partialSuccess: {
      rejectedDataPoints: '1',
      errorMessage: expect.stringContaining(
        '6 active series exceeds the limit of 5 active series (raise limits.series.perTenant)',
      ) as string,
    },
  });
  expect(await count('three_total')).toBe('1');
  expect((await write(requestV1(series('one', [1, 2, 3], T0 + 2000)))).status).toBe(204);
  expect(await post(app.url, 'metrics', sumRequest('shop', 'three', points.slice(0, 1)))).toEqual({});
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  expect(metrics).toContain('bongsu_active_series{tenant="default"} 5\n');
  expect(metrics).toMatch(/^bongsu_series_refused_total 3$/m);
});
