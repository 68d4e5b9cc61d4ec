import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind } from '@opentelemetry/api';
import { core, metrics, resources, tracing } from '@opentelemetry/sdk-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ExemplarMetricExporter, ExemplarSource } from './exemplar-exporter.js';

interface Point {
  readonly attributes: { readonly key: string; readonly value: { readonly stringValue?: string } }[];
  readonly count: string;
  readonly bucketCounts: string[];
  readonly explicitBounds: number[];
  readonly exemplars: { readonly asDouble: number; readonly traceId: string; readonly spanId: string }[];
}
interface Request {
  readonly resourceMetrics: {
    readonly resource: { readonly attributes: unknown };
    readonly scopeMetrics: {
      readonly metrics: { readonly name: string; readonly histogram: { dataPoints: Point[] } }[];
    }[];
  }[];
}

let backend: Server;
let url: string;
let status: number;
let received: Request[];

beforeEach(async () => {
  status = 200;
  received = [];
  backend = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Request);
      response.writeHead(status).end('{}');
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/v1/metrics`;
});

afterEach(() => new Promise((resolve) => backend.close(resolve)));

/** A real meter and tracer provider around the two exporters; nothing is sent until `flush`. */
function start() {
  const rest = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE);
  const sentSpans = new tracing.InMemorySpanExporter();
  const source = new ExemplarSource(sentSpans);
  const resource = resources.resourceFromAttributes({ 'service.name': 'gateway' });
  const exporter = new ExemplarMetricExporter(rest, source, url);
  const reader = new metrics.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meters = new metrics.MeterProvider({ resource, readers: [reader] });
  const tracers = new tracing.BasicTracerProvider({ spanProcessors: [new tracing.SimpleSpanProcessor(source)] });
  const duration = meters.getMeter('http').createHistogram('http.server.request.duration', {
    unit: 's',
    advice: { explicitBucketBoundaries: [0.01, 0.1, 1] },
  });
  meters.getMeter('http').createCounter('other').add(7);
  /** What the instrumentation does for a request: a server span, then a measurement with some of its attributes. */
  const request = (route: string, seconds: number, statusCode = 200, kind = SpanKind.SERVER): string => {
    const attributes = { 'http.route': route, 'http.response.status_code': statusCode };
    const begin = 1_790_000_000_000;
    const span = tracers.getTracer('http').startSpan(route, { kind, startTime: begin, attributes });
    span.setAttribute('url.path', `${route}?more=than-the-metric`).end(begin + seconds * 1000);
    duration.record(seconds, { ...attributes, ...(statusCode >= 500 ? { 'error.type': String(statusCode) } : {}) });
    return span.spanContext().traceId;
  };
  const flush = async (): Promise<core.ExportResult> => {
    await tracers.forceFlush();
    const { resourceMetrics } = await reader.collect();
    return new Promise((resolve) => exporter.export(resourceMetrics, resolve));
  };
  return { request, flush, rest, sentSpans };
}

function points(): ReadonlyMap<string | undefined, Point> {
  const metric = received.at(-1)?.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0];
  expect(metric?.name).toBe('http.server.request.duration');
  const routeOf = (point: Point) => point.attributes.find(({ key }) => key === 'http.route')?.value.stringValue;
  return new Map(metric?.histogram.dataPoints.map((point) => [routeOf(point), point]));
}

test('each bucket of a series names the newest trace that fell into it', async () => {
  const shop = start();
  shop.request('/menu', 0.005);
  const fast = shop.request('/menu', 0.004);
  const slow = shop.request('/menu', 2.5);
  const edge = shop.request('/menu', 0.1);
  const broken = shop.request('/checkout', 0.05, 502);
  await shop.flush();

  const menu = points().get('/menu');
  expect(menu?.count).toBe('4');
  expect(menu?.bucketCounts).toEqual(['2', '1', '0', '1']);
  expect(menu?.explicitBounds).toEqual([0.01, 0.1, 1]);
  const found = menu?.exemplars
    .map(({ traceId, asDouble }) => [traceId, asDouble])
    .sort((a, b) => Number(a[1]) - Number(b[1]));
  expect(found).toEqual([
    [fast, 0.004],
    [edge, 0.1],
    [slow, 2.5],
  ]);
  expect(
    points()
      .get('/checkout')
      ?.exemplars.map(({ traceId }) => traceId),
  ).toEqual([broken]);
  expect(received[0]?.resourceMetrics[0]?.resource.attributes).toEqual([
    { key: 'service.name', value: { stringValue: 'gateway' } },
  ]);
});

test('an exemplar is sent once, its histogram every time', async () => {
  const shop = start();
  shop.request('/menu', 0.005);
  await shop.flush();
  expect(points().get('/menu')?.exemplars).toHaveLength(1);
  await shop.flush();
  expect(received).toHaveLength(2);
  expect(points().get('/menu')?.count).toBe('1');
  expect(points().get('/menu')?.exemplars).toEqual([]);
});

test('only server spans become exemplars, and every span still reaches the backend', async () => {
  const shop = start();
  shop.request('/menu', 0.005, 200, SpanKind.CLIENT);
  await shop.flush();
  expect(points().get('/menu')?.exemplars).toEqual([]);
  expect(shop.sentSpans.getFinishedSpans()).toHaveLength(1);
});

test('other metrics go through the exporter it wraps, the request histogram does not', async () => {
  const shop = start();
  shop.request('/menu', 0.005);
  await shop.flush();
  const names = shop.rest.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  expect(names.map(({ descriptor }) => descriptor.name)).toEqual(['other']);
});

test('a backend that refuses makes the export fail', async () => {
  const shop = start();
  shop.request('/menu', 0.005);
  status = 503;
  expect(await shop.flush()).toEqual({
    code: core.ExportResultCode.FAILED,
    error: new Error(`${url} answered 503`),
  });
});
