import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

const send = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${app.url}/api/v2/spans`, { method: 'POST', body, headers });

it('stores spans and shows them as a trace', async () => {
  const now = Date.now() * 1000;
  const span = {
    traceId: TRACE,
    id: 'a000000000000001',
    name: 'get /',
    kind: 'SERVER',
    timestamp: now,
    duration: 2000,
  };
  const sent = await send(JSON.stringify([{ ...span, localEndpoint: { serviceName: 'zipped' }, tags: { a: 'b' } }]));
  expect([sent.status, await sent.text()]).toEqual([202, '']);
  const trace = await (await fetch(`${app.url}/api/v2/traces/${TRACE}`)).text();
  expect(trace).toContain('"zipped"');
  expect(trace).toContain('"SPAN_KIND_SERVER"');
});

it.each([
  ['[{}]', 400, /span 0: traceId must be 16 or 32/],
  ['nonsense', 400, /the body is not JSON/],
  [`[{"traceId":"${TRACE}","id":"0000000000000000"}]`, 400, /1 refused/],
])('refuses %s', async (body, status, message) => {
  const sent = await send(body);
  expect(sent.status).toBe(status);
  expect(await sent.text()).toMatch(message);
});

it('refuses other forms by name', async () => {
  const sent = await send('x', { 'content-type': 'application/x-thrift' });
  expect([sent.status, await sent.text()]).toEqual([
    415,
    'content type "application/x-thrift" is not supported: send Zipkin v2 as application/json',
  ]);
});

it('counts what it refuses and lists it among the rejections', async () => {
  const page = await (await fetch(`${app.url}/metrics`)).text();
  for (const code of ['ok', 'malformed_body', 'unsupported_content_type']) {
    expect(page).toContain(`\nbongsu_ingest_requests_total{signal="traces",protocol="zipkin",code="${code}"} `);
  }
  const rejections = await (await fetch(`${app.url}/api/bongsu/rejections`)).text();
  expect(rejections).toContain('span 0: traceId must be 16 or 32');
});

it("says what Jaeger's clients can use instead", async () => {
  const sent = await fetch(`${app.url}/api/traces`, { method: 'POST', body: 'x' });
  expect(sent.status).toBe(501);
  expect(await sent.text()).toMatch(/send OTLP to \/v1\/traces/);
  expect((await fetch(`${app.url}/api/services`)).status).toBe(501);
});
