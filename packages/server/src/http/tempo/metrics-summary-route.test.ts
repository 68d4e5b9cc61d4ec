import { afterAll, beforeAll, expect, it } from 'vitest';
import { post, tracesRequest } from '../../testkit/otlp-json.js';
import { startApp, type RunningApp } from '../../testkit/running-app.js';

const NOW = BigInt(Date.now()) * 1_000_000n;
const MS = 1_000_000n;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
  const span = (i: number, statusCode: number) => ({
    traceId: `0af7651916cd43dd8448eb211c80319${i}`,
    spanId: 'a000000000000001',
    name: '주문',
    start: NOW - 10_000n * MS,
    end: NOW - 9_900n * MS,
    kind: 2,
    statusCode,
    attributes: {},
  });
  await post(app.url, 'traces', tracesRequest('shop', [span(1, 0), span(2, 0), span(3, 2)]));
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function ask(params: Record<string, string>): Promise<[number, string]> {
  const answer = await fetch(`${app.url}/api/metrics/summary?${String(new URLSearchParams(params))}`);
  return [answer.status, await answer.text()];
}

it('summarizes the last hour by one field or several, with what TraceQL says of their types', async () => {
  const [status, text] = await ask({ q: '{ name = "주문" }', groupBy: 'name' });
  expect(status, text).toBe(200);
  const quantile = expect.stringMatching(/^\d{8,9}$/) as string;
  expect(JSON.parse(text)).toEqual({
    summaries: [
      {
        spanCount: '3',
        errorSpanCount: '1',
        series: [{ key: 'name', value: { type: 5, s: '주문' } }],
        p99: quantile,
        p95: quantile,
        p90: quantile,
        p50: quantile,
      },
    ],
  });
  const several = await ask({ q: '{}', groupBy: 'resource.service.name, span:kind,status,.none' });
  expect((JSON.parse(several[1]) as { summaries: object[] }).summaries).toMatchObject([
    {
      spanCount: '2',
      series: [
        { key: 'resource.service.name', value: { type: 5, s: 'shop' } },
        { key: 'span:kind', value: { type: 9, kind: 3 } },
        { key: 'status', value: { type: 8, status: 2 } },
        { key: '.none', value: {} },
      ],
    },
    { spanCount: '1', errorSpanCount: '1', series: [{}, {}, { key: 'status', value: { type: 8 } }, {}] },
  ]);
});

it('takes a range in seconds, and a limit that has no effect', async () => {
  const seconds = Number(NOW / 1_000_000_000n);
  const range = (from: number) => ({ q: '{}', groupBy: 'name', start: String(from), end: String(from + 20) });
  expect(JSON.parse((await ask({ ...range(seconds - 60), limit: '1' }))[1])).toEqual({ summaries: [] });
  expect((await ask({ ...range(seconds - 15), limit: '1' }))[1]).toContain('"spanCount":"3"');
});

it.each([
  [{ groupBy: 'name' }, /^q is required/],
  [{ q: '{}' }, /^groupBy is required/],
  [{ q: '{}', groupBy: 'name,,kind' }, /^groupBy is required/],
  [{ q: '{}', groupBy: 'no field' }, /invalid groupBy: "no field"/],
  [{ q: '{} | rate()', groupBy: 'name' }, /metrics query/],
  [{ q: '{}', groupBy: 'name', limit: 'x' }, /^invalid limit/],
])('refuses %j', async (params, message) => {
  const [status, text] = await ask(params);
  expect(status).toBe(400);
  expect(text).toMatch(message);
});
