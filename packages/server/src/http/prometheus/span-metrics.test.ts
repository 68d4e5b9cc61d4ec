import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post, tracesRequest } from '../../testkit/otlp-json.js';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';

// A fixed time: retention is off, so that old spans are taken.
const T0 = 1_700_000_000;
const MS = 1_000_000n;
const ns = (seconds: number): bigint => BigInt(seconds) * 1_000_000_000n;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
let app: RunningApp;

beforeAll(async () => {
  app = await startApp(testConfig());
  const root = { traceId: TRACE, spanId: 'a000000000000001', name: 'GET /', kind: 2, start: ns(T0) };
  const caller = { traceId: TRACE, spanId: 'a000000000000002', parentSpanId: root.spanId, name: 'pay', kind: 3 };
  const called = {
    traceId: TRACE,
    spanId: 'a000000000000003',
    parentSpanId: caller.spanId,
    name: 'POST /결제',
    kind: 2,
  };
  await post(
    app.url,
    'traces',
    tracesRequest('shop', [
      { ...root, end: ns(T0 + 1) },
      { ...caller, start: ns(T0), end: ns(T0) + 300n * MS },
    ]),
  );
  await post(
    app.url,
    'traces',
    tracesRequest('payments', [{ ...called, start: ns(T0), end: ns(T0) + 150n * MS, statusCode: 2 }]),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function get(path: string, params: [string, string][] = []): Promise<unknown> {
  const response = await fetch(`${app.url}${path}?${String(new URLSearchParams(params))}`);
  const answer = (await response.json()) as { status: string; data: unknown };
  expect(answer.status).toBe('success');
  return answer.data;
}

const time: [string, string] = ['time', String(T0 + 60)];

describe('span metrics of the Prometheus API', () => {
  it.each([
    [
      'sum by (client, server) (rate(traces_service_graph_request_total[2m]))',
      [
        { metric: { client: 'shop', server: 'payments' }, value: [T0 + 60, '0.008333333333333333'] },
        { metric: { client: 'user', server: 'shop' }, value: [T0 + 60, '0.008333333333333333'] },
      ],
    ],
    [
      'sum by (span_name) (increase(traces_spanmetrics_calls_total{status_code="STATUS_CODE_ERROR"}[2m]))',
      [{ metric: { span_name: 'POST /결제' }, value: [T0 + 60, '1'] }],
    ],
  ])('%s', async (query, result) => {
    expect(await get('/api/v1/query', [['query', query], time])).toEqual({ resultType: 'vector', result });
  });

  it('over a range', async () => {
    const range: [string, string][] = [
      ['query', 'sum(increase(traces_spanmetrics_calls_total[30s]))'],
      ['start', String(T0)],
      ['end', String(T0 + 60)],
      ['step', '15'],
    ];
    expect(await get('/api/v1/query_range', range)).toEqual({
      resultType: 'matrix',
      result: [
        {
          metric: {},
          values: [
            [T0, '3'],
            [T0 + 15, '3'],
            [T0 + 30, '0'],
            [T0 + 45, '0'],
            [T0 + 60, '0'],
          ],
        },
      ],
    });
  });

  it("Grafana's look for native histograms", async () => {
    const match: [string, string] = ['match[]', 'traces_service_graph_request_server_seconds_bucket{client="shop"}'];
    const bounds: [string, string][] = [
      ['start', String(T0 - 60)],
      ['end', String(T0 + 60)],
    ];
    expect(await get('/api/v1/series', [match, ['limit', '1'], ...bounds])).toEqual([
      {
        __name__: 'traces_service_graph_request_server_seconds_bucket',
        client: 'shop',
        server: 'payments',
        le: '+Inf',
      },
    ]);
  });

  it('names, labels, values and metadata', async () => {
    const names = (await get('/api/v1/label/__name__/values')) as string[];
    expect(names).toHaveLength(12);
    expect(names.every((name) => /^traces_(spanmetrics|service_graph)_/.test(name))).toBe(true);
    expect(await get('/api/v1/labels', [['match[]', 'traces_spanmetrics_calls_total']])).toEqual([
      '__name__',
      'service',
      'span_kind',
      'span_name',
      'status_code',
    ]);
    expect(await get('/api/v1/label/service/values')).toEqual(['payments', 'shop']);
    expect(await get('/api/v1/label/client/values')).toEqual(['shop', 'user']);
    expect(await get('/api/v1/label/server/values', [['match[]', '{client="user"}']])).toEqual(['shop']);
    expect(await get('/api/v1/metadata', [['metric', 'traces_spanmetrics_latency']])).toEqual({
      traces_spanmetrics_latency: [{ type: 'histogram', unit: 'seconds', help: 'Durations of spans' }],
    });
  });
});
