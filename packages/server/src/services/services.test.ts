import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../testkit/running-app.js';
import { logsRequest, post, sumRequest, tracesRequest } from '../testkit/otlp-json.js';

const T0 = 1_700_000_000_000;
const ns = (ms: number): bigint => BigInt(ms) * 1_000_000n;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', name: 'x', start: ns(T0 + 50), end: ns(T0 + 60) };
  await post(
    app.url,
    'logs',
    logsRequest('주문', [
      { ts: ns(T0 + 5), body: 'a' },
      { ts: ns(T0 + 7), body: 'b' },
    ]),
  );
  await post(
    app.url,
    'traces',
    tracesRequest('주문', [
      { ...span, spanId: 'a000000000000001', statusCode: 2 },
      { ...span, spanId: 'a000000000000002' },
    ]),
  );
  await post(app.url, 'metrics', sumRequest('cart', 'hits', [{ ts: ns(T0 + 90), value: 1 }]));
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function get(params: Record<string, string>) {
  const response = await fetch(`${app.url}/api/bongsu/services?${String(new URLSearchParams(params))}`);
  return { status: response.status, body: await response.json() };
}

it('lists who sent what, and when last', async () => {
  expect(await get({ start: String(T0), end: String(T0 + 1000) })).toEqual({
    status: 200,
    body: {
      services: [
        { name: 'cart', lastSeen: { metrics: T0 + 90 }, spans: 0, errors: 0, logs: 0 },
        { name: '주문', lastSeen: { logs: T0 + 7, traces: T0 + 50 }, spans: 2, errors: 1, logs: 2 },
      ],
    },
  });
});

it('has an exclusive end and an empty answer', async () => {
  expect(await get({ start: String(T0), end: String(T0 + 7) })).toMatchObject({ body: { services: [{ logs: 1 }] } });
  expect(await get({ start: '1', end: '2' })).toEqual({ status: 200, body: { services: [] } });
});

it('refuses a time it cannot read', async () => {
  expect(await get({ start: 'noon' })).toMatchObject({ status: 400, body: { code: 'bad_parameter' } });
});
