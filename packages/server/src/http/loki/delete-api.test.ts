import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';

const NOW_S = Math.floor(Date.now() / 1000);
const NS = 1_000_000_000n;
let app: RunningApp;

const LINES: Record<string, readonly (readonly [ageS: number, line: string])[]> = {
  shop: [
    [100, '{"user":"kim","n":1}'],
    [90, '{"user":"lee","n":2}'],
    [80, 'card declined for kim'],
    [70, 'card taken'],
    [60, '카드 거절'],
  ],
  bank: [
    [100, 'card declined'],
    [50, 'bank line'],
  ],
};

beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

/** Each test has a tenant of its own. */
async function store(tenant: string): Promise<void> {
  const streams = Object.entries(LINES).map(([name, lines]) => ({
    stream: { app: name },
    values: lines.map(([age, line]) => [String(BigInt(NOW_S - age) * NS), line]),
  }));
  const response = await fetch(`${app.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-scope-orgid': tenant },
    body: JSON.stringify({ streams }),
  });
  expect(response.status).toBe(204);
}

async function deletion(method: string, tenant: string, params: Record<string, string> = {}) {
  const response = await fetch(`${app.url}/loki/api/v1/delete?${String(new URLSearchParams(params))}`, {
    method,
    headers: { 'x-scope-orgid': tenant },
    // Has the client name text/plain.
    ...(method === 'POST' ? { body: '' } : {}),
  });
  return { status: response.status, id: response.headers.get('x-delete-request-id'), text: await response.text() };
}

async function left(tenant: string): Promise<string[]> {
  const range = { query: '{app=~".+"}', start: String(NOW_S - 1000), end: String(NOW_S + 10), direction: 'forward' };
  const response = await fetch(`${app.url}/loki/api/v1/query_range?${String(new URLSearchParams(range))}`, {
    headers: { 'x-scope-orgid': tenant },
  });
  const { data } = (await response.json()) as { data: { result: { values: [string, string][] }[] } };
  return data.result.flatMap(({ values }) => values.map(([, line]) => line)).sort();
}

const ALL = Object.values(LINES).flatMap((lines) => lines.map(([, line]) => line));
const without = (...gone: string[]): string[] => ALL.filter((line) => !gone.includes(line)).sort();
const HOUR = String(NOW_S - 3600);

describe('deleted lines are gone when the answer comes', () => {
  it.each<[string, string, Record<string, string>, string[]]>([
    ['stream', '{app="bank"}', {}, without('card declined', 'bank line')],
    ['search', '{app="shop"} |= "거절"', {}, without('카드 거절')],
    ['regex', '{app=~"shop|bank"} |~ "declined$"', {}, without('card declined')],
    ['pattern', '{app="shop"} |> "card <_>"', {}, without('card declined for kim', 'card taken')],
    ['label', '{app="shop"} | json | user="kim"', {}, without('{"user":"kim","n":1}')],
    [
      'bounds',
      '{app="shop"}',
      { start: String(NOW_S - 90), end: String(NOW_S - 70) },
      without('{"user":"lee","n":2}', 'card declined for kim', 'card taken'),
    ],
    ['rfc3339', '{app="shop"}', { end: new Date((NOW_S - 100) * 1000).toISOString() }, without('{"user":"kim","n":1}')],
    ['nothing', '{app="none"}', {}, without()],
  ])('%s', async (tenant, query, range, expected) => {
    await store(tenant);
    await store(`${tenant}-other`);
    const { status, id, text } = await deletion('POST', tenant, { query, start: HOUR, ...range });
    expect([status, text]).toEqual([204, '']);
    expect(await left(tenant)).toEqual(expected);
    expect(await left(`${tenant}-other`)).toEqual(without());
    const listed = JSON.parse((await deletion('GET', tenant)).text) as Record<string, unknown>[];
    expect(listed).toEqual([expect.objectContaining({ request_id: id, query, status: 'processed', user_id: tenant })]);
    expect(Object.keys(listed[0]!)).toEqual([
      'request_id',
      'start_time',
      'end_time',
      'query',
      'status',
      'created_at',
      'user_id',
    ]);
    expect(JSON.parse((await deletion('GET', `${tenant}-other`)).text)).toEqual([]);
  });
});

describe('what is refused', () => {
  const good = { query: '{app="x"}', start: HOUR };
  it.each<[string, string, Record<string, string>, number, string | RegExp]>([
    ['POST', 'no query', { start: HOUR }, 400, 'query not set'],
    ['POST', 'nothing', {}, 400, 'query not set'],
    ['PUT', 'no start', { query: '{app="x"}' }, 400, 'start time not set'],
    [
      'PUT',
      'milliseconds',
      { ...good, start: '1700000000000' },
      400,
      'invalid start time: require unix seconds or RFC3339 format',
    ],
    [
      'POST',
      'an end that is none',
      { ...good, end: 'now' },
      400,
      'invalid end time: require unix seconds or RFC3339 format',
    ],
    ['POST', 'the future', { ...good, end: String(NOW_S + 3600) }, 400, 'deletes in the future are not allowed'],
    [
      'POST',
      'an end before the start',
      { ...good, end: String(NOW_S - 7200) },
      400,
      "start time can't be greater than end time",
    ],
    ['POST', 'no LogQL', { ...good, query: '{app=' }, 400, /^parse error/],
    ['POST', 'every stream', { ...good, query: '{}' }, 400, /at least one/],
    [
      'POST',
      'a metric query',
      { ...good, query: 'rate({app="x"}[1m])' },
      400,
      'a metric query has no log lines to delete',
    ],
    ['DELETE', 'no id', {}, 400, 'request_id not set'],
    ['DELETE', 'an unknown id', { request_id: 'x' }, 404, 'could not find delete request with given id'],
  ])('%s of %s', async (method, _name, params, status, text) => {
    const answer = await deletion(method, 'refused', params);
    expect(answer.status).toBe(status);
    if (typeof text === 'string') expect(answer.text).toBe(text);
    else expect(answer.text).toMatch(text);
  });

  it('taking back what is done', async () => {
    const { id } = await deletion('PUT', 'done', good);
    expect(await deletion('DELETE', 'done', { request_id: id ?? '' })).toMatchObject({
      status: 400,
      text: 'deletion of request which is in process or already processed is not allowed',
    });
  });
});
