import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';
import { post, sumRequest } from '../../testkit/otlp-json.js';

// A fixed time: retention is off, so that old samples are taken.
const T0 = 1_700_000_000;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const ns = (seconds: number): bigint => BigInt(Math.round(seconds * 1000)) * 1_000_000n;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
  for (const [service, rate] of [
    ['gateway', 2],
    ['payments', 1],
  ] as const) {
    const points = Array.from({ length: 21 }, (_, i) => ({
      ts: ns(T0 + i * 15),
      value: i * 15 * rate,
      attributes: { 'http.route': '/주문' },
      ...(i === 20 && service === 'gateway'
        ? { exemplar: { traceId: TRACE, spanId: 'b7ad6b7169203331', value: 0.25 } }
        : {}),
    }));
    await post(app.url, 'metrics', sumRequest(service, 'http.requests', points));
  }
  const odd = [
    { ts: ns(T0), value: 'NaN', attributes: { kind: 'nan' } },
    { ts: ns(T0), value: 'Infinity', attributes: { kind: 'inf' } },
    { ts: ns(T0), value: 1e21, attributes: { kind: 'big' } },
  ];
  await post(app.url, 'metrics', sumRequest('odd', 'odd', odd));
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function get(path: string, params: Record<string, string> = {}, init: RequestInit = {}) {
  const response = await fetch(`${app.url}${path}?${String(new URLSearchParams(params))}`, init);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const END = T0 + 300;

describe('query', () => {
  it.each([
    ['1+1', '{"status":"success","data":{"resultType":"scalar","result":[1700000300.5,"2"]}}'],
    ['"a"', '{"status":"success","data":{"resultType":"string","result":[1700000300.5,"a"]}}'],
    [
      'round(sum by (job) (rate(http_requests_total[5m])), 0.001)',
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"job":"gateway"},"value":[1700000300.5,"2"]},{"metric":{"job":"payments"},"value":[1700000300.5,"1"]}]}}',
    ],
    [
      'http_requests_total{job="payments"}',
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"http_requests_total","http_route":"/주문","job":"payments"},"value":[1700000300.5,"300"]}]}}',
    ],
    ['no_such_metric', '{"status":"success","data":{"resultType":"vector","result":[]}}'],
  ])('%s', async (query, body) => {
    const { status, type, text } = await get('/api/v1/query', { query, time: '1700000300.5' });
    expect([status, type]).toEqual([200, 'application/json']);
    const answer = JSON.parse(text) as { data: { resultType: string; result: { metric: Record<string, string> }[] } };
    if (answer.data.resultType === 'vector') {
      answer.data.result.sort((a, b) => ((a.metric['job'] ?? '') < (b.metric['job'] ?? '') ? -1 : 1));
    }
    expect(answer).toEqual(JSON.parse(body));
  });

  it('sees a series as soon as its sender knows that it is stored', async () => {
    // Days before what the other tests look at.
    const before = T0 - 864_000;
    const count = async (): Promise<unknown> => {
      const { text } = await get('/api/v1/query', { query: 'count(late_total)', time: String(before) });
      return (JSON.parse(text) as { data: { result: { value: unknown[] }[] } }).data.result[0]?.value[1];
    };
    expect(await count()).toBeUndefined();
    for (const kind of ['a', 'b', 'c']) {
      await post(app.url, 'metrics', sumRequest('late', 'late', [{ ts: ns(before), value: 1, attributes: { kind } }]));
      expect([kind, await count()]).toEqual([kind, { a: '1', b: '2', c: '3' }[kind]]);
      expect(await count()).toBeDefined();
    }
  });

  it('writes values as Go does', async () => {
    const { text } = await get('/api/v1/query', { query: 'odd_total', time: String(T0) });
    const { data } = JSON.parse(text) as { data: { result: { metric: { kind: string }; value: [number, string] }[] } };
    expect(Object.fromEntries(data.result.map(({ metric, value }) => [metric.kind, value[1]]))).toEqual({
      nan: 'NaN',
      inf: '+Inf',
      big: '1e+21',
    });
  });

  it('by form, with a limit', async () => {
    const response = await fetch(`${app.url}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query: 'http_requests_total', time: String(END), limit: '1' }),
    });
    const answer = (await response.json()) as { data: { result: unknown[] }; warnings: string[] };
    expect(answer.data.result).toHaveLength(1);
    expect(answer.warnings).toEqual(['results truncated due to limit']);
  });

  it('is per tenant', async () => {
    const { text } = await get(
      '/api/v1/query',
      { query: 'http_requests_total', time: String(END) },
      { headers: { 'x-scope-orgid': 'b' } },
    );
    expect(text).toContain('"result":[]');
  });
});

it('query_range', async () => {
  const params = { query: 'sum(http_requests_total)', start: String(T0 + 120), end: String(T0 + 180), step: '30s' };
  const { status, text } = await get('/api/v1/query_range', params);
  expect(status, text).toBe(200);
  expect(text).toBe(
    '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1700000120,"360"],[1700000150,"450"],[1700000180,"540"]]}]}}',
  );
});

describe('errors', () => {
  it.each([
    ['/api/v1/query', { query: 'sum(' }, 400, 'bad_data', /^invalid parameter "query": 1:5: parse error: /],
    [
      '/api/v1/query',
      { query: 'up', time: 'noon' },
      400,
      'bad_data',
      /^invalid parameter "time": invalid time value for 'time': cannot parse "noon" to a valid timestamp$/,
    ],
    [
      '/api/v1/query',
      { query: 'up', limit: '-1' },
      400,
      'bad_data',
      /^invalid parameter "limit": limit must be non-negative$/,
    ],
    [
      '/api/v1/query_range',
      { query: 'up', end: '2', step: '1' },
      400,
      'bad_data',
      /^invalid parameter "start": cannot parse "" to a valid timestamp$/,
    ],
    [
      '/api/v1/query_range',
      { query: 'up', start: '2', end: '1', step: '1' },
      400,
      'bad_data',
      /end timestamp must not be before start time/,
    ],
    [
      '/api/v1/query_range',
      { query: 'up', start: '1', end: '2', step: '0' },
      400,
      'bad_data',
      /zero or negative query resolution step widths are not accepted\. Try a positive integer/,
    ],
    [
      '/api/v1/query_range',
      { query: 'up', start: '1', end: '2', step: 'x' },
      400,
      'bad_data',
      /^invalid parameter "step": cannot parse "x" to a valid duration$/,
    ],
    [
      '/api/v1/query_range',
      { query: 'up', start: '0', end: '20000', step: '1' },
      400,
      'bad_data',
      /^exceeded maximum resolution of 11,000 points per timeseries\. Try decreasing the query resolution \(\?step=XX\)$/,
    ],
    ['/api/v1/series', {}, 400, 'bad_data', /^no match\[\] parameter provided$/],
    [
      '/api/v1/series',
      { 'match[]': '{a=~".*"}' },
      400,
      'bad_data',
      /match\[\] must contain at least one non-empty matcher/,
    ],
    ['/api/v1/label/U__a_zz_/values', {}, 400, 'bad_data', /^invalid label name: "U__a_zz_"$/],
    [
      '/api/v1/query',
      { query: 'http_requests_total + on() http_requests_total', time: String(END) },
      422,
      'execution',
      /many-to-many|duplicate series/,
    ],
    ['/api/v1/query', { query: 'http_requests_total', time: String(END), timeout: '0' }, 503, 'timeout', /timed out/],
  ])('%s %j', async (path, params, status, errorType, message) => {
    const answer = await get(path, params);
    expect(answer.status, answer.text).toBe(status);
    expect(answer.type).toBe('application/json');
    expect(JSON.parse(answer.text)).toEqual({
      status: 'error',
      errorType,
      error: expect.stringMatching(message) as string,
    });
  });
});

it.each([
  ['/api/v1/labels', {}, ['__name__', 'http_route', 'job', 'kind']],
  ['/api/v1/label/job/values', {}, ['gateway', 'odd', 'payments']],
  ['/api/v1/label/U__http__route/values', {}, ['/주문']],
  ['/api/v1/label/job/values', { 'match[]': 'http_requests_total{job!="gateway"}' }, ['payments']],
  [
    '/api/v1/series',
    { 'match[]': '{__name__!="",job="payments"}' },
    [{ __name__: 'http_requests_total', http_route: '/주문', job: 'payments' }],
  ],
])('%s %j', async (path, params, data) => {
  const { status, text } = await get(path, { start: String(T0), end: String(END), ...params });
  expect(status, text).toBe(200);
  expect(JSON.parse(text)).toEqual({ status: 'success', data });
});

it('exemplars lead to their trace', async () => {
  const { text } = await get('/api/v1/query_exemplars', {
    query: 'rate(http_requests_total[1m])',
    start: String(T0),
    end: String(END),
  });
  expect(JSON.parse(text)).toEqual({
    status: 'success',
    data: [
      {
        seriesLabels: { __name__: 'http_requests_total', http_route: '/주문', job: 'gateway' },
        exemplars: [{ labels: { trace_id: TRACE, span_id: 'b7ad6b7169203331' }, value: '0.25', timestamp: T0 + 300 }],
      },
    ],
  });
});

it("takes Grafana's probe for exemplars, in milliseconds", async () => {
  const { status } = await get('/api/v1/query_exemplars', { query: 'test', start: `${T0}000`, end: `${END}000` });
  expect(status).toBe(200);
});

it('metadata, build information without features, health', async () => {
  const { data } = JSON.parse((await get('/api/v1/metadata')).text) as { data: Record<string, object[]> };
  expect(data['http_requests_total']).toMatchObject([{ type: 'counter' }]);
  const info = JSON.parse((await get('/api/v1/status/buildinfo')).text) as { data: object };
  expect(Object.keys(info.data)).toEqual(['version', 'revision', 'branch', 'buildUser', 'buildDate', 'goVersion']);
  expect(await get('/-/healthy')).toMatchObject({ status: 200, text: 'Prometheus Server is Healthy.\n' });
  expect(await get('/-/ready')).toMatchObject({ status: 200, text: 'Prometheus Server is Ready.\n' });
});

it('an unknown path is named', async () => {
  expect(await get('/api/v1/nothing')).toMatchObject({
    status: 404,
    text: '{"status":"error","code":"not_found","error":"no such path: GET /api/v1/nothing"}',
  });
});
