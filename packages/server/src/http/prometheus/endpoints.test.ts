import { compressSync, uncompressSync } from 'snappy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProtobufExposition } from '@bongsu/wire/exposition';
import { requestV1, type SeriesInput } from '@bongsu/wire/remote-write/testkit';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';

const T0 = 1_700_000_000;
let app: RunningApp;

async function write(series: readonly SeriesInput[]): Promise<void> {
  const response = await fetch(`${app.url}/api/v1/write`, { method: 'POST', body: compressSync(requestV1(series)) });
  if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
}

beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({
      ...config,
      prometheus: { ...config.prometheus, enableAdminApi: true },
    })),
  );
  const now = Date.now();
  await write([
    ...['a', 'b', 'c'].map((job, i) => ({
      labels: { __name__: 'up', job },
      samples: [
        { t: T0 * 1000, v: i },
        { t: T0 * 1000 + 15_000, v: i + 10 },
      ],
    })),
    {
      labels: { __name__: 'with_exemplar', job: 'a' },
      samples: [{ t: T0 * 1000, v: 1 }],
      exemplars: [{ labels: { trace_id: '0af7651916cd43dd8448eb211c80319c' }, v: 6, t: T0 * 1000 + 500 }],
    },
    {
      labels: { __name__: 'fresh', job: 'a', q: 'say "hi"\\\n' },
      samples: [
        { t: now - 20_000, v: 1 },
        { t: now - 10_000, v: 2.5 },
      ],
    },
    { labels: { __name__: 'fresh', instance: 'i:1' }, samples: [{ t: now - 10_000, v: 3 }] },
    {
      labels: { __name__: 'ended' },
      samples: [
        { t: now - 20_000, v: 1 },
        { t: now - 10_000, v: 'stale' },
      ],
    },
    { labels: { __name__: 'http.점', 'a.b': 'c' }, samples: [{ t: now - 10_000, v: 4 }] },
    { labels: { __name__: 'old' }, samples: [{ t: now - 301_000, v: 1 }] },
  ]);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

type Params = Record<string, string> | [string, string][];

interface Asked {
  readonly params?: Params;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

async function ask(path: string, { params = {}, method = 'GET', headers = {} }: Asked = {}) {
  const response = await fetch(`${app.url}${path}?${String(new URLSearchParams(params))}`, { method, headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const data = async (path: string, params: Params = {}): Promise<unknown> => {
  const { status, text } = await ask(path, { params });
  expect(status, text).toBe(200);
  return (JSON.parse(text) as { data: unknown }).data;
};

describe('endpoints that are empty here', () => {
  it.each([
    ['/api/v1/targets', '{"activeTargets":[],"droppedTargets":[],"droppedTargetCounts":{}}'],
    ['/api/v1/targets?state=active', '{"activeTargets":[],"droppedTargets":[],"droppedTargetCounts":null}'],
    ['/api/v1/scrape_pools', '{"scrapePools":[]}'],
    ['/api/v1/rules', '{"groups":[]}'],
    ['/api/v1/rules?type=alert&match[]=up', '{"groups":[]}'],
    ['/api/v1/alerts', '{"alerts":[]}'],
    ['/api/v1/alertmanagers', '{"activeAlertmanagers":[],"droppedAlertmanagers":[]}'],
    ['/api/v1/status/tsdb/blocks', '{"blocks":[]}'],
    ['/api/v1/status/walreplay', '{"min":0,"max":0,"current":0}'],
    ['/api/v1/status/config', '{"yaml":"scrape_configs: []\\n"}'],
    ['/api/v1/metadata?limit=0', '{}'],
  ])('%s', async (path, json) => {
    const response = await fetch(`${app.url}${path}`);
    expect([response.status, await response.text()]).toEqual([200, `{"status":"success","data":${json}}`]);
  });
});

describe('queries as text and as trees', () => {
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
});

describe('status', () => {
  it('buildinfo has no features', async () => {
    expect(Object.keys((await data('/api/v1/status/buildinfo')) as object)).not.toContain('features');
  });

  it('flags are texts', async () => {
    const flags = (await data('/api/v1/status/flags')) as Record<string, unknown>;
    expect(flags).toMatchObject({ 'web.enable-admin-api': 'true', 'web.enable-lifecycle': 'false' });
    expect(Object.values(flags).every((value) => typeof value === 'string')).toBe(true);
  });

  it('runtimeinfo has the members that clients read', async () => {
    const info = (await data('/api/v1/status/runtimeinfo')) as { startTime: string; reloadConfigSuccess: boolean };
    expect(Date.parse(info.startTime)).toBeGreaterThan(Date.now() - 600_000);
    expect(info.reloadConfigSuccess).toBe(true);
  });

  it('tsdb counts stored series and names the worst', async () => {
    const status = (await data('/api/v1/status/tsdb', { limit: '2' })) as Record<string, unknown>;
    expect(status).toMatchObject({
      headStats: { numSeries: 9, minTime: T0 * 1000 },
      seriesCountByMetricName: [
        { name: 'up', value: 3 },
        { name: 'fresh', value: 2 },
      ],
      labelValueCountByLabelName: [
        { name: '__name__', value: 6 },
        { name: 'job', value: 3 },
      ],
      seriesCountByLabelValuePair: [
        { name: '__name__=up', value: 3 },
        { name: 'job=a', value: 3 },
      ],
    });
    expect((status['memoryInBytesByLabelName'] as { name: string }[])[0]!.name).toBe('__name__');
  });
});

describe('parameters', () => {
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
    ['/api/v1/metadata', { limit: 'x' }, 400, 'bad_data', /^limit must be a number$/],
    ['/api/v1/metadata', { limit_per_metric: '1.5' }, 400, 'bad_data', /^limit_per_metric must be a number$/],
    [
      '/api/v1/targets/metadata',
      { match_target: '{' },
      400,
      'bad_data',
      /^invalid parameter "match_target": 1:2: parse error: unexpected end of input inside braces$/,
    ],
    ['/api/v1/labels', { 'match[]': '(m)' }, 400, 'bad_data', /^1:1: parse error: unexpected "\("$/],
    ['/api/v1/label/a/values', { 'match[]': '{}' }, 400, 'bad_data', /^match\[\] must contain at least one non-empty/],
    ['/api/v1/series', { 'match[]': '{}' }, 400, 'bad_data', /^invalid parameter "match\[\]": match\[\] must contain/],
    [
      '/api/v1/series',
      { 'match[]': 'm', start: 'x' },
      400,
      'bad_data',
      /^invalid parameter "start": invalid time value for 'start': cannot parse "x" to a valid timestamp$/,
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
    ['/api/v1/rules', { type: 'both' }, 400, 'bad_data', /^invalid parameter "type": not supported value "both"$/],
    ['/api/v1/rules', { exclude_alerts: 'x' }, 400, 'bad_data', /^invalid parameter "exclude_alerts"/],
    ['/api/v1/rules', { group_next_token: 'x' }, 400, 'bad_data', /group_limit needs to be present/],
    ['/api/v1/rules', { group_next_token: 'x', group_limit: '1' }, 400, 'bad_data', /^invalid group_next_token "x"/],
    ...['query', 'labels', 'label/a/values'].map((path): [string, object, number, string, RegExp] => [
      `/api/v1/${path}`,
      { query: 'up', limit: 'x' },
      400,
      'bad_data',
      /^invalid parameter "limit": strconv\.Atoi: parsing "x": invalid syntax$/,
    ]),
    [
      '/api/v1/series',
      { 'match[]': 'm', limit: '-2' },
      400,
      'bad_data',
      /^invalid parameter "limit": limit must be non-/,
    ],
    [
      '/api/v1/labels',
      { limit: '9223372036854775808' },
      400,
      'bad_data',
      /^invalid parameter "limit": strconv\.Atoi: parsing "9223372036854775808": value out of range$/,
    ],
    ['/api/v1/status/tsdb', { limit: '0' }, 400, 'bad_data', /^limit must be a positive number$/],
  ])('%s %j', async (path, params, status, errorType, message) => {
    const answer = await ask(path, { params: params as Record<string, string> });
    expect(answer.status, answer.text).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({
      status: 'error',
      errorType,
      error: expect.stringMatching(message) as string,
    });
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
});

describe('methods, origins, compression', () => {
  it.each([
    ['/api/v1/query', 'GET, OPTIONS, POST'],
    ['/api/v1/labels', 'GET, OPTIONS, POST'],
    ['/api/v1/rules', 'GET, OPTIONS'],
    ['/api/v1/status/flags', 'GET, OPTIONS'],
    ['/federate', 'GET, OPTIONS'],
    ['/version', 'GET, OPTIONS'],
    ['/api/v1/write', 'OPTIONS, POST'],
    ['/api/v1/read', 'OPTIONS, POST'],
  ])('%s has %s and is 405 for others', async (path, allowed) => {
    for (const method of ['DELETE', 'HEAD']) {
      const refused = await ask(path, { method });
      expect(refused.status).toBe(405);
      expect(refused.headers.get('allow')).toBe(allowed);
    }
    expect((await ask(path, { method: 'OPTIONS' })).status).toBe(204);
  });

  it('/version is a line of JSON', async () => {
    const { status, headers, text } = await ask('/version');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(JSON.parse(text)).toEqual(await data('/api/v1/status/buildinfo'));
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('CORS headers only where there is an origin', async () => {
    const with_ = await ask('/api/v1/labels', { headers: { origin: 'https://grafana.example' } });
    expect(with_.headers.get('access-control-allow-origin')).toBe('*');
    expect(with_.headers.get('access-control-expose-headers')).toBe('Date');
    const without = await ask('/api/v1/labels');
    expect(without.headers.get('access-control-allow-origin')).toBeNull();
    expect(without.headers.get('vary')).toContain('Origin');
  });

  it.each(['gzip', 'deflate'])('%s', async (coding) => {
    const answer = await ask('/api/v1/status/tsdb', {
      params: { limit: '1000' },
      headers: { 'accept-encoding': coding },
    });
    expect(answer.headers.get('content-encoding')).toBe(coding);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'success' });
  });
});

describe('lifecycle', () => {
  it.each(['/-/reload', '/-/quit'])('%s is not enabled', async (path) => {
    for (const method of ['POST', 'PUT']) {
      expect(await ask(path, { method })).toMatchObject({ status: 403, text: 'Lifecycle API is not enabled.' });
    }
    expect(await ask(path)).toMatchObject({ status: 405, text: 'Only POST or PUT requests allowed' });
  });
});

describe('federation', () => {
  it('gives the newest samples in the text format', async () => {
    const answer = await ask('/federate', {
      params: [
        ['match[]', '{__name__=~"fresh|ended|old"}'],
        ['match[]', 'fresh'],
        ['match[]', '{"http.점"}'],
      ],
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.text.replaceAll(/ \d{13}$/gm, ' TIME').split('\n')).toEqual([
      '# TYPE fresh untyped',
      'fresh{instance="i:1"} 3 TIME',
      'fresh{job="a",q="say \\"hi\\"\\\\\\n",instance=""} 2.5 TIME',
      '# TYPE "http.점" untyped',
      '{"http.점","a.b"="c",instance=""} 4 TIME',
      '',
    ]);
  });

  it('of nothing is nothing', async () => {
    expect(await ask('/federate')).toMatchObject({ status: 200, text: '' });
    expect(await ask('/federate', { params: { 'match[]': 'not-a-name' } })).toMatchObject({
      status: 400,
      text: '1:4: parse error: unexpected <op:->\n',
    });
  });
});

const varint = (n: bigint): string => {
  let hex = '';
  for (let rest = n; ; rest >>= 7n) {
    const last = rest < 128n;
    hex += Number((rest & 127n) | (last ? 0n : 128n))
      .toString(16)
      .padStart(2, '0');
    if (last) return hex;
  }
};
const text = (field: string, value: string): string =>
  field + value.length.toString(16).padStart(2, '0') + Buffer.from(value).toString('hex');
const nested = (field: string, hex: string): string => field + (hex.length / 2).toString(16).padStart(2, '0') + hex;

/** A ReadRequest of one query; of each matcher its type (0 is =, 2 is =~), name and value. */
function readRequest(start: number, end: number, matchers: readonly (readonly [string, string, string])[]): Buffer {
  const all = matchers.map(([type, name, value]) => nested('1a', `08${type}${text('12', name)}${text('1a', value)}`));
  const query = `08${varint(BigInt(start))}10${varint(BigInt(end))}${all.join('')}`;
  return compressSync(Buffer.from(nested('0a', query), 'hex'));
}

describe('native histograms', () => {
  const SIZES = { schema: 1, zeroThreshold: 0.5, zeroCount: 2, sum: 40, count: 12 };
  const BUCKETS = {
    positiveSpans: [
      [0, 2],
      [4, 1],
    ],
    positiveDeltas: [3, 1, -1],
  } as const;
  const at = Date.now() - 10_000;

  beforeAll(() =>
    write([
      { labels: { __name__: 'sizes', kind: 'a' }, histograms: [{ ...SIZES, ...BUCKETS, t: at }] },
      { labels: { __name__: 'sizes', kind: 'b' }, histograms: [{ ...SIZES, ...BUCKETS, resetHint: 3, t: at }] },
      { labels: { __name__: 'sizes', kind: 'c' }, samples: [{ t: at, v: 5 }] },
      {
        labels: { __name__: 'bounded' },
        histograms: [
          {
            schema: -53,
            count: 3,
            sum: 4,
            positiveSpans: [[0, 2]],
            positiveDeltas: [1, 1],
            customValues: [1],
            t: at,
          },
        ],
      },
    ]),
  );

  const accept = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

  it('are federated as protobuf, a family for each type', async () => {
    const query = new URLSearchParams({ 'match[]': '{__name__=~"sizes|bounded"}' });
    const response = await fetch(`${app.url}/federate?${String(query)}`, { headers: { accept } });
    expect(response.headers.get('content-type')).toBe(
      'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
    );
    const found: unknown[] = [];
    const read = readProtobufExposition(
      new Uint8Array(await response.arrayBuffer()),
      {
        metadata: (family, { type }) => found.push([family, type]),
        sample: (series, value, time) => found.push([series, value, time]),
        histogram: (series, histogram, time) => found.push([series, histogram, time]),
      },
      { native: true, classicToo: false },
    );
    expect(read.ok).toBe(true);
    const histogram = {
      ...SIZES,
      positiveSpans: [
        { offset: 0, length: 2 },
        { offset: 4, length: 1 },
      ],
      positiveCounts: [3, 4, 3],
      negativeSpans: [],
      negativeCounts: [],
      customValues: [],
      isFloat: true,
    };
    expect(found).toEqual([
      ['sizes', 'histogram'],
      ['sizes{kind="a",instance=""}', { ...histogram, isGauge: false }, at],
      ['sizes', 'gaugehistogram'],
      ['sizes{kind="b",instance=""}', { ...histogram, isGauge: true }, at],
      ['sizes', 'unknown'],
      ['sizes{kind="c",instance=""}', 5, at],
    ]);
  });

  it('are left out of text', async () => {
    const { text } = await ask('/federate', { params: { 'match[]': '{__name__=~"sizes|bounded"}' } });
    expect(text).toBe(`# TYPE sizes untyped\nsizes{kind="c",instance=""} 5 ${at}\n`);
  });

  it('read remotely and written again are what they were', async () => {
    const body = readRequest(at - 1000, at, [['02', '__name__', 'sizes|bounded']]);
    const response = await fetch(`${app.url}/api/v1/read`, { method: 'POST', body });
    const answer = uncompressSync(Buffer.from(await response.arrayBuffer())) as Buffer;
    // A result lies in the answer as the series of a write request do: what is left without its tag and length is one.
    let from = 1;
    while (answer[from++]! > 127);
    const again = await fetch(`${app.url}/api/v1/write`, {
      method: 'POST',
      headers: { 'x-scope-orgid': 'again' },
      body: compressSync(answer.subarray(from)),
    });
    expect(again.status, await again.text()).toBe(204);
    const params = { query: '{__name__=~"sizes|bounded"}' };
    const [first, second] = await Promise.all(
      ['default', 'again'].map((tenant) => ask('/api/v1/query', { params, headers: { 'x-scope-orgid': tenant } })),
    );
    expect(JSON.parse(first!.text)).toMatchObject({ status: 'success', data: { result: { length: 4 } } });
    expect(samplesOf(second!.text)).toEqual(samplesOf(first!.text));
  });

  /** Without the time of the query. */
  const samplesOf = (text: string): unknown =>
    (
      JSON.parse(text) as { data: { result: { metric: object; value?: unknown[]; histogram?: unknown[] }[] } }
    ).data.result.map(({ metric, value, histogram }) => [metric, value?.[1], histogram?.[1]]);
});

describe('remote read', () => {
  const read = (body: Buffer) =>
    fetch(`${app.url}/api/v1/read`, { method: 'POST', headers: { 'content-encoding': 'snappy' }, body });

  it('gives samples', async () => {
    const request = readRequest(T0 * 1000, T0 * 1000 + 15_000, [
      ['02', '__name__', 'u.'],
      ['00', 'job', 'a'],
    ]);
    const response = await read(request);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    expect(response.headers.get('content-encoding')).toBe('snappy');
    const answer = uncompressSync(Buffer.from(await response.arrayBuffer())) as Buffer;
    expect(answer.includes(Buffer.from(text('0a', 'job') + text('12', 'a'), 'hex'))).toBe(true);
    expect(answer.includes(Buffer.from(text('12', 'b'), 'hex'))).toBe(false);
    // 0 at T0, 10 fifteen seconds later
    expect(answer.toString('hex')).toContain(`09000000000000000010${varint(BigInt(T0 * 1000))}`);
    expect(answer.toString('hex')).toContain(`09000000000000244010${varint(BigInt(T0 * 1000 + 15_000))}`);
  });

  it('of what is no request is malformed', async () => {
    expect((await read(Buffer.from('hello'))).status).toBe(400);
    expect((await ask('/api/v1/read')).status).toBe(405);
  });
});

describe('admin', () => {
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
});
