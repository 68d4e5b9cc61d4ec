import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logsRequest, post, tracesRequest } from '../../testkit/otlp-json.js';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';

// A fixed time: retention is off, so that old records are taken.
const T0 = 1_700_000_000;
const ns = (seconds: number): bigint => BigInt(Math.round(seconds * 1000)) * 1_000_000n;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const OTHER = '1af7651916cd43dd8448eb211c80319c';
const ROOT = 'a000000000000001';
let app: RunningApp;

beforeAll(async () => {
  app = await startApp(testConfig());
  const root = { traceId: TRACE, spanId: ROOT, name: 'GET /', start: ns(T0), end: ns(T0 + 2) };
  const child = { ...root, spanId: 'a000000000000002', parentSpanId: ROOT, statusCode: 2 };
  await post(app.url, 'traces', tracesRequest('shop "a"', [root]));
  await post(app.url, 'traces', tracesRequest('payments', [child, { ...child, spanId: 'a000000000000003' }]));
  await post(
    app.url,
    'logs',
    logsRequest('payments', [
      { ts: ns(T0 + 1), body: 'by id', traceId: TRACE, spanId: ROOT },
      { ts: ns(T0 + 1), body: 'of another trace', traceId: OTHER, spanId: ROOT },
      { ts: ns(T0 + 1.5), body: 'by time' },
      { ts: ns(T0 + 9), body: `late, and only the text says ${TRACE}` },
      { ts: ns(T0 + 10), body: 'late and without an id' },
    ]),
  );
  await post(
    app.url,
    'logs',
    logsRequest('mail', [{ ts: ns(T0 + 1), body: 'no spans', traceId: TRACE, spanId: ROOT }]),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

interface Related {
  readonly services: {
    readonly name: string;
    readonly logs: { readonly queries: Record<string, string>; readonly url: string };
    readonly metrics: { readonly queries: Record<string, string> };
  }[];
}

async function get(path: string, params: Record<string, string> = {}) {
  const response = await fetch(`${app.url}${path}?${String(new URLSearchParams(params))}`);
  return { status: response.status, body: await response.json() };
}

async function lines(query: string): Promise<string[]> {
  const range = { start: String(T0 - 60), end: String(T0 + 60), limit: '100' };
  const { status, body } = await get('/loki/api/v1/query_range', { query, ...range });
  expect(status).toBe(200);
  const { result } = (body as { data: { result: { values: [string, string][] }[] } }).data;
  return result.flatMap(({ values }) => values.map(([, line]) => line)).sort();
}

describe('what belongs to a trace', () => {
  it('is counted by service', async () => {
    const { status, body } = await get(`/api/bongsu/trace/${TRACE}/related`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      traceId: TRACE,
      start: T0 * 1000,
      end: (T0 + 2) * 1000,
      logs: { byTraceId: 2, byServiceAndTime: 1 },
      url: `/traces/${TRACE}`,
      services: [
        { name: 'mail', spans: 0, errors: 0, logs: { byTraceId: 1, byServiceAndTime: 0 } },
        { name: 'payments', spans: 2, errors: 2, logs: { byTraceId: 1, byServiceAndTime: 1 } },
        { name: 'shop "a"', spans: 1, errors: 0, logs: { byTraceId: 0, byServiceAndTime: 0 } },
      ],
    });
  });

  it('is shown by the queries it gives', async () => {
    const { services } = (await get(`/api/bongsu/trace/${TRACE}/related`)).body as Related;
    const payments = services.find(({ name }) => name === 'payments')!;
    expect(await lines(payments.logs.queries['byTraceId']!)).toEqual(['by id']);
    expect(payments.logs.url).toBe(`/services/payments?from=${(T0 - 300) * 1000}&to=${(T0 + 302) * 1000}`);
    for (const { metrics } of services) {
      for (const query of Object.values(metrics.queries)) {
        expect((await get('/api/v1/query', { query, time: String(T0 + 60) })).status).toBe(200);
      }
    }
  });

  it.each([
    ['xyz', 400],
    [OTHER, 404],
  ])('of %s is answered %i', async (id, status) => {
    expect((await get(`/api/bongsu/trace/${id}/related`)).status).toBe(status);
  });
});

describe("Grafana's logs for a span", () => {
  const labelFormat = `{service_name="payments"} | label_format log_line_contains_trace_id=\`{{ contains "${TRACE}" __line__  }}\``;
  const both = ['by id', `late, and only the text says ${TRACE}`];
  it.each([
    [`${labelFormat} | log_line_contains_trace_id="true" or trace_id="${TRACE}"`, both],
    [`${labelFormat} | log_line_contains_trace_id="true" OR trace_id="${TRACE}"`, both],
    [`{service_name="payments"} |= "${TRACE}"`, [`late, and only the text says ${TRACE}`]],
  ])('%s', async (query, expected) => {
    expect(await lines(query)).toEqual(expected);
  });
});
