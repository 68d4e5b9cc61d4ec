import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';
import { logsRequest, post } from '../../testkit/otlp-json.js';

/** A multiple of every step used below. */
const BASE = 1_767_225_600n;
const SECOND = 1_000_000_000n;
const at = (seconds: number): bigint => (BASE + BigInt(seconds)) * SECOND;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
  const lines = [
    { ts: at(10), body: '{"path":"/a","took":1.5}', severity: 'INFO' },
    { ts: at(20), body: '{"path":"/b","took":2}', severity: 'ERROR' },
    { ts: at(70), body: 'broken', severity: 'INFO' },
  ];
  await post(app.url, 'logs', logsRequest('shop', lines));
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function get(path: string, params: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.url}/loki/api/v1/${path}?${String(new URLSearchParams(params))}`, { headers });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const result = (text: string): unknown => (JSON.parse(text) as { data: { result: unknown } }).data.result;
const seconds = (n: number): number => Number(BASE) + n;

it("answers Grafana's health check, whose time is in the year 2096", async () => {
  const params = { query: 'vector(1)+vector(1)', direction: 'backward', time: '4000000000' };
  const { status, type, text } = await get('query', params);
  expect([status, type]).toEqual([200, 'application/json; charset=UTF-8']);
  expect(text.startsWith('{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[')).toBe(
    true,
  );
  expect(result(text)).toEqual([{ metric: {}, value: [4_000_000_000, '2'] }]);
  expect(text.endsWith('}\n')).toBe(true);
});

describe.each(['auto', 'memory'])('executor %s', (executor) => {
  const headers = { 'x-bongsu-executor': executor };

  it('a vector', async () => {
    const query = 'sum by (detected_level) (count_over_time({service_name="shop"}[1m]))';
    const { text } = await get('query', { query, time: String(at(60)) }, headers);
    expect(result(text)).toEqual([
      { metric: { detected_level: 'error' }, value: [seconds(60), '1'] },
      { metric: { detected_level: 'info' }, value: [seconds(60), '1'] },
    ]);
  });

  it('a scalar', async () => {
    const { text } = await get('query', { query: '1 / 3', time: `${seconds(0)}` }, headers);
    expect(text).toContain(`"resultType":"scalar","result":[${seconds(0)},"0.3333333333333333"]`);
  });

  it('a matrix, whose points are multiples of the step', async () => {
    const query = 'sum(rate({service_name="shop"} | json | took > 1 [1m])) or vector(0)';
    const params = { query, start: String(at(1)), end: String(at(59)), step: '30000ms' };
    const { text } = await get('query_range', params, headers);
    expect(result(text)).toEqual([
      {
        metric: {},
        values: [
          [seconds(0), '0'],
          [seconds(30), '0.03333333333333333'],
          [seconds(60), '0.03333333333333333'],
        ],
      },
    ]);
    const { data } = JSON.parse(text) as { data: Record<string, { summary: Record<string, number> }> };
    expect(Object.keys(data)).toEqual(['resultType', 'result', 'stats']);
    expect(data['stats']!.summary).toMatchObject({ totalEntriesReturned: 1 });
  });

  it('refuses a failed line in the words of Loki', async () => {
    const query = 'sum by (path) (count_over_time({service_name="shop"} | json [1m]))';
    const { status, type, text } = await get('query', { query, time: String(at(100)) }, headers);
    expect([status, type]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(text).toMatch(/^pipeline error: 'JSONParserErr' for series: '\{__error__="JSONParserErr", /);
    expect(text).toContain(
      '\nUse a label filter to intentionally skip this error. (e.g | __error__!="JSONParserErr").\n',
    );
  });
});

it.each([
  ['query', { limit: '0' }, 'limit must be a positive value'],
  ['query', { limit: 'x' }, 'strconv.Atoi: parsing "x": invalid syntax'],
  ['query', { direction: 'up' }, "invalid direction 'up'"],
  ['query_range', { limit: '-1' }, 'limit must be a positive value'],
  ['query_range', { direction: 'up' }, "invalid direction 'up'"],
  ['query_range', { interval: '-1' }, 'interval must be >= 0'],
  ['query_range', { step: '1e10' }, 'cannot parse "1e10" to a valid duration. It overflows int64'],
])('refuses a metric query for paging that it has no use for: %s %j', async (path, params, message) => {
  const { status, text } = await get(path, { query: 'vector(1)', ...params });
  expect([status, text]).toEqual([400, message]);
});

it('takes more lines than a log query may ask for, and a step of a year', async () => {
  const params = { query: 'vector(1)', limit: '6000', start: '0', end: '31536000', step: '31536000' };
  const { text } = await get('query_range', params);
  expect(result(text)).toEqual([
    {
      metric: {},
      values: [
        [0, '1'],
        [31_536_000, '1'],
      ],
    },
  ]);
});

it('cuts an answer of too many series and says so', async () => {
  const many = Array.from({ length: 501 }, (_, i) => ({ ts: at(200), body: `n=${i}`, severity: 'INFO' }));
  await post(app.url, 'logs', logsRequest('many', many));
  const query = 'sum by (n) (count_over_time({service_name="many"} | logfmt [1m]))';
  const { status, text } = await get('query', { query, time: String(at(210)) });
  expect(status).toBe(200);
  expect(result(text)).toHaveLength(500);
  expect((JSON.parse(text) as { warnings: string[] }).warnings).toEqual([
    expect.stringMatching(/^maximum number of series \(500\) reached for a single query/) as string,
  ]);
});

it.each([
  ['left', 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'],
  [
    'right',
    'found duplicate series on the right hand-side;many-to-many matching not allowed: matching labels must be unique on one side',
  ],
])('two series of a match group on the %s end the query with status 500, as in Loki', async (side, message) => {
  const many = Array.from({ length: 2 }, (_, i) => ({ ts: at(200), body: `n=${i}`, severity: 'INFO' }));
  await post(app.url, 'logs', logsRequest(`ambiguous-${side}`, many));
  const lines = `count_over_time({service_name="ambiguous-${side}"} | logfmt [1m])`;
  const [split, whole] = [`sum by (service_name, n) (${lines})`, `sum by (service_name) (${lines})`];
  const query = side === 'left' ? `${split} + on (service_name) ${whole}` : `${whole} + on (service_name) ${split}`;
  const { status, text } = await get('query', { query, time: String(at(210)) });
  expect([status, text]).toEqual([500, message]);
});
