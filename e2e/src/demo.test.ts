import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import {
  lokiLabelValues,
  lokiQueryRange,
  prometheusExemplars,
  prometheusQuery,
  spansOf,
  tempoSearch,
  tempoTrace,
} from './query-api.js';
import { startServer, type ServerProcess } from './server-process.js';
import { runShop, type Shop } from './shop-process.js';

const SERVICES = ['gateway', 'orders', 'payments'];
/** Long enough for a declined card (request 11), a closed bank (23) and a settlement (every 10 s). */
const TRAFFIC_MS = 20_000;

describe('the shop, run as `npm run demo` runs it', () => {
  let server: ServerProcess;
  let shop: Shop;

  beforeAll(async () => {
    server = await startServer();
    // A terminal gives a command a process group of its own, and Ctrl-C signals all of it.
    shop = runShop(server.url, { group: true });
    await eventually(async () => expect(shop.output()).toContain('Ctrl-C stops'), 60_000);
    await sleep(TRAFFIC_MS);
  });
  afterAll(async () => {
    await shop?.stop('SIGKILL');
    await server.stop();
  });

  test('Ctrl-C ends it cleanly, with every service gone', async () => {
    // The lines of the services are indented, the one with the server's address is not.
    const urls = [...shop.output().matchAll(/^ +\w+ +(http:\/\/127\.0\.0\.1:\d+)$/gm)].map(
      ([, url]) => new URL(url ?? ''),
    );
    expect(urls).toHaveLength(3);
    for (const url of urls) expect(await accepts(url), url.href).toBe(true);
    await shop.stop('SIGINT');
    expect(shop.process.exitCode, shop.output()).toBe(0);
    expect(shop.output()).toContain('The shop is closed.');
    for (const url of urls) expect(await accepts(url), url.href).toBe(false);
    // The group has no member left: neither a service nor anything one of them started.
    expect(() => process.kill(-(shop.process.pid ?? 0), 0)).toThrow('ESRCH');
  });

  test('all three services have sent logs, and the errors are among them, with their traces', async () => {
    expect(await lokiLabelValues(server.url, 'service_name')).toEqual(expect.arrayContaining(SERVICES));
    const received = await lokiQueryRange(server.url, '{service_name="orders"} |= "주문 접수"');
    expect(received.length).toBeGreaterThan(10);
    for (const reason of ['card declined by the bank', 'the bank closed the connection']) {
      const [failed] = await lokiQueryRange(server.url, `{service_name="payments"} |= "${reason}"`);
      expect(failed?.labels['severity_text']).toBe('error');
      const spans = spansOf(await tempoTrace(server.url, failed?.labels['trace_id'] ?? ''));
      expect(new Set(spans.map(({ service }) => service))).toEqual(new Set(SERVICES));
      const charge = spans.find(({ span }) => span.name === '결제 승인');
      expect(charge?.span.status).toEqual({ code: 'STATUS_CODE_ERROR', message: reason });
      expect(charge?.span.events?.map(({ name }) => name)).toContain('exception');
    }
  });

  test('a span with a Korean name is found, in a trace through all services and their databases', async () => {
    const [found] = await tempoSearch(server.url, '{ name = "주문 확인" }');
    const spans = spansOf(await tempoTrace(server.url, found?.traceID ?? ''));
    expect(new Set(spans.map(({ service }) => service))).toEqual(new Set(SERVICES));
    const names = spans.map(({ span }) => span.name);
    expect(names).toEqual(expect.arrayContaining(['POST /checkout', '주문 확인', 'INSERT orders', 'INSERT payments']));
    // One trace, one root: no service has lost the context on the way.
    expect(spans.filter(({ span }) => (span.parentSpanId ?? '') === '').map(({ span }) => span.name)).toEqual([
      'POST /checkout',
    ]);
  });

  test('the settlement links to the payments it settles', async () => {
    const [found] = await tempoSearch(server.url, '{ name = "정산 settlement batch" }');
    const [batch] = spansOf(await tempoTrace(server.url, found?.traceID ?? '')).filter(
      ({ span }) => span.name === '정산 settlement batch',
    );
    expect(batch?.span.events?.map(({ name }) => name)).toEqual(['batch.selected', 'batch.settled']);
    expect(batch?.span.links?.length).toBeGreaterThan(3);
    const linked = Buffer.from(batch?.span.links?.[0]?.traceId ?? '', 'base64').toString('hex');
    expect(spansOf(await tempoTrace(server.url, linked)).map(({ span }) => span.name)).toContain('결제 승인');
  });

  test('the request metrics of all services are there, in seconds, with errors', async () => {
    const rates = await prometheusQuery(
      server.url,
      'sum by (job) (rate(http_server_request_duration_seconds_count[1m]))',
    );
    expect(rates.map(({ metric }) => metric['job']).sort()).toEqual(SERVICES.map((name) => `shop/${name}`));
    for (const { value } of rates) expect(Number(value?.[1])).toBeGreaterThan(0);
    const broken = await prometheusQuery(
      server.url,
      'sum(http_server_request_duration_seconds_count{job="shop/gateway",http_response_status_code="502"})',
    );
    expect(Number(broken[0]?.value?.[1])).toBeGreaterThan(0);
    const [p99] = await prometheusQuery(
      server.url,
      'histogram_quantile(0.99, sum by (le) (rate(http_server_request_duration_seconds_bucket{job="shop/gateway"}[1m])))',
    );
    // The slow card takes 0.8 s to 2 s; all others are done in a tenth of that.
    expect(Number(p99?.value?.[1])).toBeGreaterThan(0.5);
  });

  test('an exemplar of every service leads to a trace', async () => {
    const series = await prometheusExemplars(server.url, 'http_server_request_duration_seconds_bucket');
    for (const name of SERVICES) {
      const [first] = series.filter(({ seriesLabels }) => seriesLabels['job'] === `shop/${name}`);
      const [exemplar] = first?.exemplars ?? [];
      const spans = spansOf(await tempoTrace(server.url, exemplar?.labels['trace_id'] ?? ''));
      const spanId = Buffer.from(exemplar?.labels['span_id'] ?? '', 'hex').toString('base64');
      const named = spans.find(({ span }) => span.spanId === spanId);
      expect(named).toMatchObject({ service: name, span: { kind: 'SPAN_KIND_SERVER' } });
    }
  });
});

describe('a server started with --demo', () => {
  let server: ServerProcess | undefined;
  afterEach(() => server?.kill());

  test('shows data by itself, and takes the shop with it when Ctrl-C ends it', async () => {
    server = await startServer({ args: ['--demo'] });
    const { url, pid } = server;
    await eventually(async () => {
      expect(await lokiLabelValues(url, 'service_name')).toEqual(expect.arrayContaining(SERVICES));
    }, 60_000);
    await server.stop('SIGINT');
    expect(() => process.kill(-pid, 0)).toThrow('ESRCH');
  });
});

function accepts(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(url.port), url.hostname);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
