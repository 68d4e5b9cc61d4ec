import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';

// The requests that Grafana's Loki data source and Logs Drilldown send, with the times they send them in.

const MINUTE_NS = 60_000_000_000n;
/** A whole hour, so that buckets are where the tests say. */
const T0 = (BigInt(Date.now()) / 3_600_000n - 2n) * 3_600_000_000_000n;
const iso = (ns: bigint): string => new Date(Number(ns / 1_000_000n)).toISOString();
const seconds = (ns: bigint): number => Number(ns / 1_000_000_000n);
const SHOP = { service_name: 'shop', namespace: 'prod', pod: '7' };
const PAY = { service_name: 'pay', namespace: 'prod', pod: '8' };
const RANGE = { start: iso(T0), end: iso(T0 + 60n * MINUTE_NS) };
const DRILLDOWN = { 'x-query-tags': 'Source=grafana-lokiexplore-app' };

const payLine = (i: number): string => `level=error msg="card ${i} of customer-${i} was declined" code=${i % 2}`;

let app: RunningApp;
beforeAll(async () => {
  app = await startApp(
    testConfig((c) => ({ ...c, limits: { ...c.limits, query: { ...c.limits.query, volumeSeries: 3 } } })),
  );
  const json = (i: number): string =>
    JSON.stringify({ status: i % 2 === 0 ? 200 : 500, req: { path: `/cart/${i}` }, took: `${i}ms` });
  const shop = Array.from({ length: 40 }, (_, i) => [
    String(T0 + BigInt(i) * MINUTE_NS),
    json(i),
    { user: `u${i % 4}` },
  ]);
  const pay = Array.from({ length: 40 }, (_, i) => [String(T0 + BigInt(i) * MINUTE_NS), payLine(i)]);
  await push([
    { stream: SHOP, values: shop },
    { stream: PAY, values: pay },
    { stream: { service_name: 'shop', request: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' }, values: [[String(T0), 'x']] },
  ]);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function push(streams: unknown[]): Promise<void> {
  const response = await fetch(`${app.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams }),
  });
  expect([response.status, await response.text()]).toEqual([204, '']);
}

async function get(path: string, params: Record<string, string> = {}): Promise<[status: number, body: unknown]> {
  const response = await fetch(`${app.url}${path}?${String(new URLSearchParams(params))}`, { headers: DRILLDOWN });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return [response.status, isJson ? (JSON.parse(text) as unknown) : text];
}

interface Metric {
  data: { resultType: string; result: { metric: Record<string, string>; value?: unknown; values?: unknown[] }[] };
}

describe('index', () => {
  it('stats counts streams, lines and bytes', async () => {
    const [status, body] = await get('/loki/api/v1/index/stats', { query: '{service_name="shop"}', ...RANGE });
    expect([status, body]).toEqual([200, { streams: 2, chunks: 0, bytes: expect.any(Number) as number, entries: 41 }]);
    expect((await get('/loki/api/v1/index/stats', { query: '{service_name="none"}', ...RANGE }))[1]).toEqual({
      streams: 0,
      chunks: 0,
      bytes: 0,
      entries: 0,
    });
  });

  it('volume as the landing page asks: a vector by the primary label, largest first', async () => {
    const params = { query: '{service_name=~`.+`}', targetLabels: 'service_name', limit: '5000', ...RANGE };
    const [status, body] = await get('/loki/api/v1/index/volume', params);
    expect(status).toBe(200);
    const { data } = body as Metric;
    expect(Object.keys(data)).toEqual(['resultType', 'result', 'stats']);
    expect(data.resultType).toBe('vector');
    expect(data.result.map(({ metric }) => metric)).toEqual([{ service_name: 'pay' }, { service_name: 'shop' }]);
    const lines = Array.from({ length: 40 }, (_, i) => payLine(i));
    const bytes = lines.reduce((sum, line) => sum + line.length, 0);
    expect(data.result[0]!.value).toEqual([seconds(T0) + 3600, String(bytes)]);
  });

  it.each<[string, Record<string, string>, Record<string, string>[]]>([
    [
      'by labels',
      { query: '{service_name="pay"}', aggregateBy: 'labels', targetLabels: 'namespace' },
      [{ namespace: '' }],
    ],
    ['by every label of {}', { query: '{}', limit: '1' }, [PAY]],
    ['by the labels of the selector', { query: '{namespace="prod", pod="7"}' }, [{ namespace: 'prod', pod: '7' }]],
    [
      'of streams that have the target label',
      { query: '{service_name="shop"}', targetLabels: 'request' },
      [{ request: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' }],
    ],
  ])('volume %s', async (_, params, metrics) => {
    const [, body] = await get('/loki/api/v1/index/volume', { ...params, ...RANGE });
    expect((body as Metric).data.result.map(({ metric }) => metric)).toEqual(metrics);
  });

  it('volume_range in buckets of the step; a vector when there is one bucket', async () => {
    const params = { query: '{service_name="pay"}', step: '1800', ...RANGE };
    const [, body] = await get('/loki/api/v1/index/volume_range', params);
    const { data } = body as Metric;
    expect(data.resultType).toBe('matrix');
    expect((data.result[0]!.values as [number, string][]).map(([time]) => time)).toEqual([
      seconds(T0),
      seconds(T0) + 1800,
    ]);
    const [, whole] = await get('/loki/api/v1/index/volume_range', { ...params, step: '2h' });
    expect((whole as Metric).data.resultType).toBe('vector');
  });

  it('refuses more series than the limit, and an aggregation that is none', async () => {
    expect(await get('/loki/api/v1/index/volume', { query: '{}', aggregateBy: 'labels', ...RANGE })).toEqual([
      400,
      'the query hit the max number of series limit (limit: 3 series); raise limits.query.volumeSeries',
    ]);
    expect((await get('/loki/api/v1/index/volume', { query: '{}', aggregateBy: 'x' }))[0]).toBe(400);
  });

  it.each([
    ['index/volume', { limit: '0', targetLabels: 'none' }, 200, { status: 'success' }],
    ['index/volume', { limit: 'x' }, 400, 'strconv.Atoi: parsing "x": invalid syntax'],
    ['index/volume', { limit: '-1' }, 400, 'limit must be a positive value'],
    ['detected_fields', { line_limit: 'x' }, 400, 'strconv.Atoi: parsing "x": invalid syntax'],
    ['detected_fields', { line_limit: '0' }, 400, 'limit must be a positive value'],
    ['detected_fields', { step: '-1' }, 400, /^zero or negative query resolution step widths are not accepted/],
  ])('%s %j', async (path, params, status, expected) => {
    const query = '{service_name="nobody"}';
    const [found, body] = await get(`/loki/api/v1/${path}`, { query, ...RANGE, ...params });
    expect(found).toBe(status);
    if (typeof expected === 'string') expect(body).toBe(expected);
    else if (expected instanceof RegExp) expect(body).toMatch(expected);
    else expect(body).toMatchObject(expected);
  });
});

it('detected_labels leaves out ids, and keeps what tells pods apart', async () => {
  expect(await get('/loki/api/v1/detected_labels', { query: '', ...RANGE })).toEqual([
    200,
    {
      detectedLabels: [
        { label: 'namespace', cardinality: 1 },
        { label: 'pod', cardinality: 2 },
        { label: 'service_name', cardinality: 2 },
      ],
    },
  ]);
});

describe('detected_fields', () => {
  it('finds fields of JSON with their paths, and metadata', async () => {
    const params = { query: '{service_name="shop", pod="7"}', ...RANGE, line_limit: '20', limit: '10' };
    expect(await get('/loki/api/v1/detected_fields', params)).toEqual([
      200,
      {
        fields: [
          { label: 'detected_level', type: 'string', cardinality: 1, parsers: null },
          { label: 'req_path', type: 'string', cardinality: 20, parsers: ['json'], jsonPath: ['req', 'path'] },
          { label: 'status', type: 'int', cardinality: 2, parsers: ['json'], jsonPath: ['status'] },
          { label: 'took', type: 'duration', cardinality: 20, parsers: ['json'], jsonPath: ['took'] },
          { label: 'user', type: 'string', cardinality: 4, parsers: null },
        ],
        limit: 10,
      },
    ]);
  });

  it('finds fields of logfmt', async () => {
    const [, body] = await get('/loki/api/v1/detected_fields', { query: '{service_name="pay"}', ...RANGE });
    expect((body as { fields: { label: string; type: string }[] }).fields).toMatchObject([
      { label: 'code', type: 'int', parsers: ['logfmt'] },
      { label: 'detected_level', parsers: null },
      { label: 'level', type: 'string', parsers: ['logfmt'] },
      { label: 'msg', type: 'string', parsers: ['logfmt'] },
    ]);
  });

  it('gives values of one', async () => {
    const params = { query: '{service_name="shop"}', ...RANGE };
    expect(await get('/loki/api/v1/detected_field/status/values', params)).toEqual([
      200,
      { values: ['200', '500'], limit: 1000 },
    ]);
    expect(await get('/loki/api/v1/detected_field/nothing/values', params)).toEqual([200, {}]);
  });
});

it('patterns per level, with samples over time', async () => {
  const params = { query: '{namespace="prod"}', step: '600s', ...RANGE };
  const [status, body] = await get('/loki/api/v1/patterns', params);
  expect(status).toBe(200);
  const samples = Array.from({ length: 4 }, (_, i) => [seconds(T0) + i * 600, 10]);
  expect((body as { data: unknown[] }).data).toEqual([
    { pattern: 'level=error msg="card <_> of customer-<_> was declined" code=<_>', level: 'error', samples },
    { pattern: '{"status":<_>,"req":{"path":"/cart/<_>"},"took":"<_>ms"}', level: 'unknown', samples },
  ]);
});

it('lines of a pattern are found by it', async () => {
  const query = '{service_name="pay"} |> `level=error msg="card <_> of customer-<_> was declined" code=<_>`';
  const [, body] = await get('/loki/api/v1/query_range', { query, ...RANGE, limit: '1000', step: '1000ms' });
  const { data } = body as { data: { result: { values: unknown[] }[] } };
  expect(data.result.flatMap(({ values }) => values)).toHaveLength(40);
});

it('drilldown-limits has what the app reads', async () => {
  const [status, body] = await get('/loki/api/v1/drilldown-limits');
  expect([status, body]).toMatchObject([
    200,
    {
      limits: {
        volume_enabled: true,
        max_query_series: 500,
        max_query_length: '0s',
        retention_period: '0s',
        discover_service_name: expect.arrayContaining(['service', 'app']) as string[],
        log_level_fields: expect.arrayContaining(['level', 'severity']) as string[],
      },
      pattern_ingester_enabled: true,
      version: '3.5.0',
    },
  ]);
});

describe('what the data source asks', () => {
  it('the health check has one sample, 2', async () => {
    const params = { direction: 'backward', query: 'vector(1)+vector(1)', time: '4000000000' };
    const [status, body] = await get('/loki/api/v1/query', params);
    expect([status, (body as Metric).data.result]).toEqual([200, [{ metric: {}, value: [4000000000, '2'] }]]);
  });

  it('the log volume is a matrix by level', async () => {
    const query = 'sum by (level, detected_level) (count_over_time({namespace="prod"} | drop __error__[10m]))';
    const [, body] = await get('/loki/api/v1/query_range', {
      query,
      ...RANGE,
      step: '600000ms',
      direction: 'backward',
    });
    expect((body as Metric).data.result.map(({ metric }) => metric)).toEqual([
      { detected_level: 'error' },
      { detected_level: 'unknown' },
    ]);
  });

  it('labels, their values and series', async () => {
    expect(await get('/loki/api/v1/labels', RANGE)).toEqual([
      200,
      { status: 'success', data: ['namespace', 'pod', 'request', 'service_name'] },
    ]);
    expect(await get('/loki/api/v1/label/service_name/values', { query: '{pod="7"}', ...RANGE })).toEqual([
      200,
      { status: 'success', data: ['shop'] },
    ]);
    expect(await get('/loki/api/v1/label/__stream_shard__/values', { query: '{pod="7"}', ...RANGE })).toEqual([
      200,
      { status: 'success' },
    ]);
    expect(await get('/loki/api/v1/series', { 'match[]': '{pod="7"}', ...RANGE })).toEqual([
      200,
      { status: 'success', data: [{ namespace: 'prod', pod: '7', service_name: 'shop' }] },
    ]);
  });
});

describe('the legacy API', () => {
  it('query answers streams with labels as text, and refuses metrics', async () => {
    const [status, body] = await get('/api/prom/query', {
      query: '{service_name="shop", pod="7"}',
      ...RANGE,
      limit: '1',
    });
    expect(status).toBe(200);
    expect(Object.keys(body as object)).toEqual(['streams', 'stats']);
    expect((body as { streams: unknown[] }).streams).toEqual([
      {
        labels: '{detected_level="unknown", namespace="prod", pod="7", service_name="shop", user="u3"}',
        entries: [{ ts: iso(T0 + 39n * MINUTE_NS).replace('.000Z', 'Z'), line: expect.any(String) as string }],
      },
    ]);
    expect((await get('/api/prom/query', { query: 'rate({pod="7"}[1m])' }))[0]).toBe(400);
  });

  it('query takes a `regexp` beside it', async () => {
    const lines = async (params: Record<string, string>): Promise<string[]> => {
      const [, body] = await get('/api/prom/query', { query: '{pod="7"} # all', ...RANGE, limit: '1000', ...params });
      const { streams } = body as { streams: { entries: { line: string }[] }[] };
      return streams.flatMap(({ entries }) => entries.map(({ line }) => line));
    };
    const wanted = (await lines({})).filter((line) => /[13]\d/.test(line));
    expect(wanted.length).toBeGreaterThan(0);
    expect((await lines({ regexp: '[13]\\d' })).sort()).toEqual(wanted.sort());
    expect(await get('/api/prom/query', { query: '{pod="7"}', regexp: 'a(' })).toEqual([
      400,
      expect.stringContaining('missing closing )'),
    ]);
  });

  it.each([
    ['/api/prom/label', { values: ['namespace', 'pod', 'request', 'service_name'] }],
    ['/api/prom/label/pod/values', { values: ['7', '8'] }],
    ['/api/prom/label/none/values', {}],
  ])('%s', async (path, body) => {
    expect(await get(path, RANGE)).toEqual([200, body]);
  });

  it('series', async () => {
    expect((await get('/api/prom/series', { match: '{pod="8"}', ...RANGE }))[1]).toEqual({
      status: 'success',
      data: [{ namespace: 'prod', pod: '8', service_name: 'pay' }],
    });
  });
});

it.each<[string, number, RegExp]>([
  ['/ready', 200, /^ready$/],
  ['/config', 200, /^port: 0$/m],
  ['/services', 200, /^querier => Running$/m],
  ['/flush', 204, /^$/],
  ['/config/tenant/v1/limits', 200, /^max_entries_limit_per_query: 5000$/m],
  ['/loki/api/v1/rules', 404, /^no rule groups found$/],
  ['/api/prom/rules', 404, /^no rule groups found$/],
  ['/loki/api/v1/rules/shop', 404, /^no rule groups found$/],
  ['/loki/api/v1/rules/shop/slow', 404, /^group does not exist$/],
  ['/prometheus/api/v1/rules?type=alert', 200, /^\{"status":"success","data":\{"groups":\[\]\}\}$/],
  ['/prometheus/api/v1/alerts', 200, /^\{"status":"success","data":\{"alerts":\[\]\}\}$/],
])('%s', async (path, status, body) => {
  const response = await fetch(`${app.url}${path}`);
  expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(body) as string]);
});

it('/log_level says which', async () => {
  expect(await get('/log_level')).toEqual([200, { message: 'Current log level is silent' }]);
});
