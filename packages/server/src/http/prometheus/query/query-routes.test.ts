import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { expectMethods, expectRefused } from '../../../testkit/prometheus-refusals.js';
import { counters } from '../../../testkit/prometheus-samples.js';
import { startApp, type RunningApp } from '../../../testkit/running-app.js';

const T0 = 1_700_000_000;
let app: RunningApp;
const { ask, data, write } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp();
  await write([
    ...counters(T0 * 1000),
    {
      labels: { __name__: 'with_exemplar', job: 'a' },
      samples: [{ t: T0 * 1000, v: 1 }],
      exemplars: [{ labels: { trace_id: '0af7651916cd43dd8448eb211c80319c' }, v: 6, t: T0 * 1000 + 500 }],
    },
  ]);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it.each([
  [
    '/api/v1/query',
    { query: 'up', lookback_delta: 'x' },
    400,
    'bad_data',
    /^error parsing lookback delta duration: cannot parse "x" to a valid duration$/,
  ],
  [
    '/api/v1/query',
    { query: 'up', timeout: 'x' },
    400,
    'bad_data',
    /^invalid parameter "timeout": cannot parse "x" to a valid duration$/,
  ],
  [
    '/api/v1/query_range',
    { query: 'sum(', start: '2', end: '1', step: '1' },
    400,
    'bad_data',
    /^invalid parameter "end": end timestamp must not be before start time$/,
  ],
  [
    '/api/v1/query_range',
    { query: 'sum(', start: '1', end: '2', step: '-1' },
    400,
    'bad_data',
    /^invalid parameter "step": zero or negative/,
  ],
  ['/api/v1/query', { query: '1', time: '1e400' }, 400, 'bad_data', /cannot parse "1e400" to a valid timestamp$/],
  [
    '/api/v1/query_range',
    { query: '1', start: '1', end: '2', step: '1e20' },
    400,
    'bad_data',
    /^invalid parameter "step": cannot parse "1e20" to a valid duration\. It overflows int64$/,
  ],
  [
    '/api/v1/query_exemplars',
    { query: 'm', start: '2', end: '1' },
    400,
    'bad_data',
    /^end timestamp must not be before start timestamp$/,
  ],
  ['/api/v1/query_exemplars', { query: 'm{' }, 400, 'bad_data', /^1:3: parse error: unexpected end of input inside/],
  [
    '/api/v1/query',
    { query: 'up', limit: 'x' },
    400,
    'bad_data',
    /^invalid parameter "limit": strconv\.Atoi: parsing "x": invalid syntax$/,
  ],
])('%s %j', async (path, params, status, errorType, message) => {
  await expectRefused(ask, path, params, { status, errorType, message });
});

it('statistics are given when asked for', async () => {
  const answer = (await data('/api/v1/query', { query: 'up', time: String(T0), stats: 'all' })) as {
    stats: { timings: { execTotalTime: number }; samples: { totalQueryableSamples: number } };
  };
  expect(answer.stats.timings.execTotalTime).toBeGreaterThan(0);
  expect(answer.stats.samples.totalQueryableSamples).toBe(3);
  expect(await data('/api/v1/query', { query: 'up', time: String(T0) })).not.toHaveProperty('stats');
});

it("Grafana's health check", async () => {
  expect(await data('/api/v1/query', { query: '1+1', time: '4' })).toEqual({
    resultType: 'scalar',
    result: [4, '2'],
  });
});

it('a query for exemplars that selects nothing is answered 204', async () => {
  const answer = await ask('/api/v1/query_exemplars', { params: { query: '1', start: '0', end: '1' } });
  expect([answer.status, answer.text]).toEqual([204, '']);
});

it('exemplars that came twice are given once', async () => {
  const exemplar = { labels: { trace_id: '0af7651916cd43dd8448eb211c80319c' }, v: 6, t: T0 * 1000 + 500 };
  await write([
    { labels: { __name__: 'with_exemplar', job: 'a' }, samples: [{ t: T0 * 1000, v: 1 }], exemplars: [exemplar] },
  ]);
  expect(await data('/api/v1/query_exemplars', { query: 'with_exemplar' })).toEqual([
    {
      seriesLabels: { __name__: 'with_exemplar', job: 'a' },
      exemplars: [{ labels: { trace_id: exemplar.labels.trace_id }, value: '6', timestamp: T0 + 0.5 }],
    },
  ]);
});

it.each([['/api/v1/query', 'GET, OPTIONS, POST']])('%s has %s and is 405 for others', async (path, allowed) => {
  await expectMethods(ask, path, allowed);
});
