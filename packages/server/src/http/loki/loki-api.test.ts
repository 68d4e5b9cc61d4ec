import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';
import { logsRequest, post } from '../../testkit/otlp-json.js';

const NOW = BigInt(Date.now()) * 1_000_000n;
const SECOND = 1_000_000_000n;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
  await post(
    app.url,
    'logs',
    logsRequest('checkout', [
      { ts: NOW - 3n * SECOND, body: 'first <b>', attributes: { 'user.id': 'u1' } },
      { ts: NOW - 2n * SECOND, body: '둘째', traceId: TRACE, spanId: 'b7ad6b7169203331', severity: 'ERROR' },
      { ts: NOW - 1n * SECOND, body: 'third' },
    ]),
  );
  await post(app.url, 'logs', logsRequest('payments', [{ ts: NOW - 2n * SECOND, body: 'paid' }]));
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function get(path: string, params: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.url}${path}?${String(new URLSearchParams(params))}`, { headers });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const range = { start: String(NOW - 60n * SECOND), end: String(NOW + SECOND) };

interface Streams {
  data: {
    resultType: string;
    encodingFlags?: string[];
    result: { stream: Record<string, string>; values: unknown[][] }[];
  };
}

it.each([
  ['sum(rate({a="b"}|json[5m]))by(c)', 200, { status: 'success', data: 'sum by (c)(rate({a="b"} | json[5m]))' }],
  [
    '{a="b"',
    400,
    {
      status: 'invalid-query',
      error: 'parse error at line 1, col 7: syntax error: unexpected $end, expecting } or ,',
    },
  ],
])('formats %s', async (query, status, body) => {
  const answer = await get('/loki/api/v1/format_query', { query });
  expect([answer.status, JSON.parse(answer.text)]).toEqual([status, body]);
});

describe('query_range', () => {
  it('folds metadata into the stream without the flag, in key order, ending in a line feed', async () => {
    const { status, type, text } = await get('/loki/api/v1/query_range', {
      query: '{service_name="checkout"}',
      ...range,
    });
    expect([status, type]).toEqual([200, 'application/json; charset=UTF-8']);
    expect(text.startsWith('{"status":"success","data":{"resultType":"streams","result":[{"stream":{')).toBe(true);
    expect(text.indexOf('"stats":{"summary":{')).toBeGreaterThan(text.indexOf('"result":['));
    expect(text.endsWith('}\n')).toBe(true);
    const { result } = (JSON.parse(text) as Streams).data;
    expect(result.flatMap(({ values }) => values.map(([, line]) => line)).sort()).toEqual([
      'first <b>',
      'third',
      '둘째',
    ]);
    expect(result.find(({ stream }) => stream['trace_id'] === TRACE)?.values).toEqual([
      [String(NOW - 2n * SECOND), '둘째'],
    ]);
    expect(result.find(({ stream }) => stream['user_id'] === 'u1')).toBeDefined();
  });

  it('keeps metadata apart with categorize-labels', async () => {
    const { text } = await get(
      '/loki/api/v1/query_range',
      { query: '{service_name="checkout"}', ...range },
      { 'x-loki-response-encoding-flags': 'categorize-labels,other' },
    );
    const { data } = JSON.parse(text) as Streams;
    expect(Object.keys(data)).toEqual(['resultType', 'encodingFlags', 'result', 'stats']);
    expect(data.encodingFlags).toEqual(['categorize-labels', 'other']);
    expect(data.result).toHaveLength(1);
    const [stream] = data.result;
    expect(stream!.stream['service_name']).toBe('checkout');
    expect(stream!.values.map(([, line]) => line)).toEqual(['third', '둘째', 'first <b>']);
    for (const value of stream!.values) expect(value).toHaveLength(3);
    expect(stream!.values[1]![2]).toMatchObject({ structuredMetadata: { trace_id: TRACE } });
  });

  it('honours limit, direction and line filters, by GET and by form', async () => {
    const params = { query: '{service_name=~".+"} |~ "[a-z]"', direction: 'FORWARD', limit: '2', ...range };
    const response = await fetch(`${app.url}/loki/api/v1/query_range`, {
      method: 'POST',
      body: new URLSearchParams(params),
    });
    const posted = (await response.json()) as Streams;
    const got = JSON.parse((await get('/loki/api/v1/query_range', params)).text) as Streams;
    expect(posted.data.result).toEqual(got.data.result);
    expect(got.data.result.flatMap(({ values }) => values.map(([, line]) => line)).sort()).toEqual([
      'first <b>',
      'paid',
    ]);
  });

  it('finds lines by trace id', async () => {
    const { text } = await get('/loki/api/v1/query_range', { query: `{trace_id="${TRACE}"}`, ...range });
    expect((JSON.parse(text) as Streams).data.result.flatMap(({ values }) => values)).toHaveLength(1);
  });

  it('is per tenant', async () => {
    const { text } = await get(
      '/loki/api/v1/query_range',
      { query: '{service_name=~".+"}', ...range },
      { 'x-scope-orgid': 'b' },
    );
    expect((JSON.parse(text) as Streams).data.result).toEqual([]);
  });

  it.each([
    [{ query: '{app=' }, /^parse error at line 1, col \d+: /],
    [{ query: '' }, /^parse error/],
    [{ query: '{a="b"}', limit: '0' }, /^limit must be a positive value$/],
    [
      { query: '{a="b"}', limit: '9999' },
      /^max entries limit per query exceeded, limit > max_entries_limit_per_query \(9999 > 5000\)/,
    ],
    [{ query: '{a="b"}', start: '2', end: '1' }, /^end timestamp must not be before or equal to start time$/],
    [
      { query: '{a="b"}', start: 'noon' },
      /^could not parse 'start' parameter: strconv\.ParseInt: parsing "noon": invalid syntax$/,
    ],
    [{ query: '{a="b"}', since: '1.5h' }, /^could not parse 'since' parameter: not a valid duration string: "1\.5h"$/],
    [{ query: '{a="b"}', limit: 'x' }, /^strconv\.Atoi: parsing "x": invalid syntax$/],
    [{ query: '{a="b"}', limit: '-1' }, /^limit must be a positive value$/],
    [{ query: '{a="b"}', direction: 'Sideways' }, /^invalid direction 'Sideways'$/],
    [{ query: '{a="b"}', step: 'x' }, /^cannot parse "x" to a valid duration$/],
    [{ query: '{a="b"}', interval: '1.5s' }, /^cannot parse "1\.5s" to a valid duration$/],
    [{ query: '{a="b"}', direction: 'up' }, /^invalid direction 'up'$/],
    [{ query: '{a="b"}', step: '0' }, /^zero or negative query resolution step widths are not accepted/],
    [
      { query: '{a="b"}', start: '0', end: '1000000', step: '1s' },
      /^exceeded maximum resolution of 11,000 points per time series/,
    ],
  ])('refuses %j in plain text', async (params, message) => {
    const { status, type, text } = await get('/loki/api/v1/query_range', params);
    expect([status, type]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(text).toMatch(message);
  });
});

it('answers lines at an instant, which Loki refuses, with a warning', async () => {
  const params = { query: '{service_name="checkout"}', time: String(NOW), limit: '1' };
  const { status, text } = await get('/loki/api/v1/query', params);
  expect(status).toBe(200);
  const { warnings, data } = JSON.parse(text) as Streams & { warnings: string[] };
  expect(warnings).toEqual([expect.stringContaining('use query_range') as string]);
  expect(data.result.flatMap(({ values }) => values.map(([, line]) => line))).toEqual(['third']);
});

it('goes on beyond a limit with a cursor', async () => {
  const params = { query: '{service_name="checkout"}', direction: 'forward', limit: '2', ...range };
  const page = async (cursor: string) => {
    const { text } = await get('/loki/api/v1/query_range', { ...params, cursor });
    const { data } = JSON.parse(text) as { data: Streams['data'] & { next?: string } };
    return { next: data.next, lines: data.result.flatMap(({ values }) => values.map(([, line]) => line)) };
  };
  const first = await page('');
  expect(first.lines.sort()).toEqual(['first <b>', '둘째']);
  expect(await page(first.next!)).toEqual({ next: undefined, lines: ['third'] });
  expect((await get('/loki/api/v1/query_range', { ...params, cursor: 'x' })).status).toBe(400);
});

it.each([
  ['/loki/api/v1/labels', {}, { status: 'success', data: expect.arrayContaining(['service_name']) as string[] }],
  ['/loki/api/v1/label/service_name/values', {}, { status: 'success', data: ['checkout', 'payments'] }],
  [
    '/loki/api/v1/label/service_name/values',
    { query: '{service_name="payments"}' },
    { status: 'success', data: ['payments'] },
  ],
  ['/loki/api/v1/label/none/values', {}, { status: 'success' }],
  [
    '/loki/api/v1/series',
    { match: '{service_name="payments"}' },
    { status: 'success', data: [{ service_name: 'payments' }] },
  ],
  ['/loki/api/v1/series', { match: '{service_name="x"}' }, { status: 'success', data: [] }],
])('%s %j', async (path, params, expected) => {
  const { status, text } = await get(path, { ...range, ...params });
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual(expected);
});

it('compresses answers for those who ask', async () => {
  const query = new URLSearchParams({ query: '{service_name=~".+"}', ...range });
  const response = await fetch(`${app.url}/loki/api/v1/query_range?${String(query)}`, {
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(((await response.json()) as Streams).data.result.length).toBeGreaterThan(0);
});

it('is ready and says what it speaks', async () => {
  expect(await get('/ready')).toMatchObject({ status: 200, text: 'ready' });
  expect(JSON.parse((await get('/loki/api/v1/status/buildinfo')).text)).toMatchObject({
    version: expect.stringMatching(/^3\./) as string,
  });
});
