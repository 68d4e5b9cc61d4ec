import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  createTraceState,
  trace,
  type Context,
} from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter as GrpcLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as JsonLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as GrpcMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as JsonMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtoMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as GrpcTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor, type LogRecordExporter } from '@opentelemetry/sdk-logs';
import {
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, SimpleSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import {
  attributes,
  hexOfBase64,
  lokiQueryRange,
  prometheusQuery,
  prometheusSeries,
  spansOf,
  tempoTrace,
} from './query-api.js';
import { startServer, type ServerProcess } from './server-process.js';

interface Transport {
  readonly name: string;
  readonly gzip: boolean;
  readonly logs: () => LogRecordExporter;
  readonly traces: () => SpanExporter;
  readonly metrics: () => PushMetricExporter;
}

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

const grpc = () => ({ url: `http://127.0.0.1:${server.grpcPort}` });
const http = (signal: string) => ({ url: `${server.url}/v1/${signal}` });

const grpcExporters = {
  logs: () => new GrpcLogExporter(grpc()),
  traces: () => new GrpcTraceExporter(grpc()),
  metrics: () => new GrpcMetricExporter(grpc()),
};
const jsonExporters = {
  logs: () => new JsonLogExporter(http('logs')),
  traces: () => new JsonTraceExporter(http('traces')),
  metrics: () => new JsonMetricExporter(http('metrics')),
};
const protoExporters = {
  logs: () => new ProtoLogExporter(http('logs')),
  traces: () => new ProtoTraceExporter(http('traces')),
  metrics: () => new ProtoMetricExporter(http('metrics')),
};

const TRANSPORTS: readonly Transport[] = [
  { name: 'grpc', gzip: false, ...grpcExporters },
  { name: 'grpc-gzip', gzip: true, ...grpcExporters },
  { name: 'http-json', gzip: false, ...jsonExporters },
  { name: 'http-json-gzip', gzip: true, ...jsonExporters },
  { name: 'http-proto', gzip: false, ...protoExporters },
  { name: 'http-proto-gzip', gzip: true, ...protoExporters },
];

describe.each(TRANSPORTS)('the SDK exporters over $name', ({ name, gzip, ...exporters }) => {
  beforeEach(() => {
    if (gzip) process.env['OTEL_EXPORTER_OTLP_COMPRESSION'] = 'gzip';
  });
  afterEach(() => {
    delete process.env['OTEL_EXPORTER_OTLP_COMPRESSION'];
  });

  test('logs come back through Loki query_range', async () => {
    const service = `logs-${name}`;
    const provider = new LoggerProvider({
      resource: resourceOf(service),
      processors: [new SimpleLogRecordProcessor({ exporter: exporters.logs() })],
    });
    const logger = provider.getLogger('e2e.scope', '1.2.3');
    const { context, traceId, spanId } = remoteContext();
    const timestamp = Date.now();
    logger.emit({
      context,
      timestamp,
      severityNumber: SeverityNumber.WARN2,
      severityText: 'WARNING',
      body: '주문 접수: 한라봉 차 2개',
      attributes: {
        text: '값 "quoted"',
        whole: 42,
        real: 1.5,
        negative: -7,
        yes: true,
        no: false,
        'dotted.name': 'dotted',
        list: ['a', 'b'],
        numbers: [1, 2],
        nested: { inner: { deep: 'x' }, count: 3 },
        blob: new Uint8Array([0, 1, 254, 255]),
      },
    });
    logger.emit({ timestamp: timestamp + 1, body: { event: 'nested', list: [1, { two: '둘' }], flag: true } });
    await provider.forceFlush();

    const entries = await eventually(async () => {
      const found = await lokiQueryRange(server.url, `{service_name="${service}"}`);
      expect(found).toHaveLength(2);
      return found;
    });
    const [text, nested] = [...entries].sort((a, b) => Number(BigInt(a.ts) - BigInt(b.ts)));
    expect(text?.line).toBe('주문 접수: 한라봉 차 2개');
    expect(text?.ts).toBe(`${timestamp}000000`);
    expect(text?.labels).toMatchObject({
      service_name: service,
      service_namespace: 'e2e',
      trace_id: traceId,
      span_id: spanId,
      severity_text: 'WARNING',
      severity_number: '14',
      scope_name: 'e2e.scope',
      scope_version: '1.2.3',
      text: '값 "quoted"',
      whole: '42',
      real: '1.5',
      negative: '-7',
      yes: 'true',
      no: 'false',
      dotted_name: 'dotted',
      list: '["a","b"]',
      numbers: '[1,2]',
      nested_inner_deep: 'x',
      nested_count: '3',
      blob: Buffer.from([0, 1, 254, 255]).toString('base64'),
    });
    expect(JSON.parse(nested?.line ?? '')).toEqual({ event: 'nested', list: [1, { two: '둘' }], flag: true });

    expect(await lokiQueryRange(server.url, `{service_name="${service}"} |= "한라봉"`)).toHaveLength(1);
    expect(await lokiQueryRange(server.url, `{service_name="${service}"} != "한라봉"`)).toHaveLength(1);
    expect(await lokiQueryRange(server.url, `{trace_id="${traceId}"}`)).toHaveLength(1);
    await provider.shutdown();
  });

  test('a trace comes back through Tempo api/v2/traces', async () => {
    const service = `traces-${name}`;
    const provider = new BasicTracerProvider({
      resource: resourceOf(service),
      spanProcessors: [new SimpleSpanProcessor(exporters.traces())],
    });
    const tracer = provider.getTracer('e2e.scope', '1.2.3');
    const linked = remoteContext();
    const parent = remoteContext();
    const start = Date.now();
    const span = tracer.startSpan(
      '주문 확인',
      {
        kind: SpanKind.SERVER,
        startTime: start,
        attributes: {
          text: '값',
          whole: 42,
          big: Number.MAX_SAFE_INTEGER,
          real: 1.5,
          negative: -7,
          yes: true,
          texts: ['a', 'ㄴ'],
          wholes: [1, 2],
          reals: [0.5, 1.5],
          flags: [true, false],
        },
        links: [{ context: linked.span, attributes: { reason: 'batch' } }],
      },
      parent.context,
    );
    span.addEvent('stock.checked', { pieces: 3 }, start + 1);
    span.recordException(new RangeError('재고 없음'), start + 2);
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'not in stock' });
    const child = tracer.startSpan('SELECT products', { kind: SpanKind.CLIENT }, trace.setSpan(ROOT_CONTEXT, span));
    child.end();
    span.end(start + 250);
    await provider.forceFlush();

    const { traceId, spanId } = span.spanContext();
    expect(traceId).toBe(parent.traceId);
    const spans = await eventually(async () => {
      const found = spansOf(await tempoTrace(server.url, traceId));
      expect(found).toHaveLength(2);
      return found;
    });
    const read = spans.find((one) => one.span.name === '주문 확인');
    expect(read).toMatchObject({
      service,
      scope: 'e2e.scope',
      span: {
        kind: 'SPAN_KIND_SERVER',
        traceState: 'shop=e2e',
        startTimeUnixNano: `${start}000000`,
        endTimeUnixNano: `${start + 250}000000`,
        status: { code: 'STATUS_CODE_ERROR', message: 'not in stock' },
      },
    });
    expect(hexOfBase64(read?.span.traceId ?? '')).toBe(traceId);
    expect(hexOfBase64(read?.span.spanId ?? '')).toBe(spanId);
    expect(hexOfBase64(read?.span.parentSpanId ?? '')).toBe(parent.spanId);
    expect(attributes(read?.span.attributes)).toEqual({
      text: { stringValue: '값' },
      whole: { intValue: '42' },
      big: { intValue: '9007199254740991' },
      real: { doubleValue: 1.5 },
      negative: { intValue: '-7' },
      yes: { boolValue: true },
      texts: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'ㄴ' }] } },
      wholes: { arrayValue: { values: [{ intValue: '1' }, { intValue: '2' }] } },
      reals: { arrayValue: { values: [{ doubleValue: 0.5 }, { doubleValue: 1.5 }] } },
      flags: { arrayValue: { values: [{ boolValue: true }, { boolValue: false }] } },
    });
    expect(read?.span.events).toMatchObject([
      { name: 'stock.checked', timeUnixNano: `${start + 1}000000` },
      { name: 'exception', timeUnixNano: `${start + 2}000000` },
    ]);
    expect(attributes(read?.span.events?.[0]?.attributes)).toEqual({ pieces: { intValue: '3' } });
    expect(attributes(read?.span.events?.[1]?.attributes)).toMatchObject({
      'exception.type': { stringValue: 'RangeError' },
      'exception.message': { stringValue: '재고 없음' },
    });
    const link = read?.span.links?.[0];
    expect(hexOfBase64(link?.traceId ?? '')).toBe(linked.traceId);
    expect(hexOfBase64(link?.spanId ?? '')).toBe(linked.spanId);
    expect(attributes(link?.attributes)).toEqual({ reason: { stringValue: 'batch' } });
    const inner = spans.find((one) => one.span.name === 'SELECT products');
    expect(inner?.span.kind).toBe('SPAN_KIND_CLIENT');
    expect(hexOfBase64(inner?.span.parentSpanId ?? '')).toBe(spanId);
    await provider.shutdown();
  });

  test('metrics come back through the Prometheus query API', async () => {
    const service = `metrics-${name}`;
    const reader = new PeriodicExportingMetricReader({
      exporter: exporters.metrics(),
      exportIntervalMillis: 3_600_000,
    });
    const provider = new MeterProvider({
      resource: resourceOf(service),
      readers: [reader],
      views: [
        {
          instrumentName: 'e2e.exponential',
          aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 20 } },
        },
      ],
    });
    const meter = provider.getMeter('e2e.scope', '1.2.3');
    const orders = meter.createCounter('e2e.orders', { description: 'Orders.', unit: '{order}' });
    orders.add(3, { 'payment.method': '카드', whole: 7, yes: true });
    orders.add(4, { 'payment.method': 'cash' });
    meter.createUpDownCounter('e2e.queue.size').add(-2);
    meter.createGauge('e2e.temperature', { unit: 'Cel' }).record(21.5);
    const duration = meter.createHistogram('e2e.duration', {
      unit: 's',
      advice: { explicitBucketBoundaries: [0.1, 1] },
    });
    const exponential = meter.createHistogram('e2e.exponential', { unit: 'By' });
    for (const value of [0.05, 0.1, 0.5, 5]) {
      duration.record(value, { 'http.route': '/orders/:id' });
      exponential.record(value * 1000);
    }
    await provider.forceFlush();

    const job = `job="e2e/${service}"`;
    const one = async (query: string) => {
      const result = await prometheusQuery(server.url, query);
      expect(result, query).toHaveLength(1);
      return result[0];
    };
    await eventually(() => one(`e2e_orders_total{${job}, payment_method="cash"}`));
    const card = await one(`e2e_orders_total{${job}, payment_method="카드"}`);
    expect(card?.value?.[1]).toBe('3');
    expect(card?.metric).toMatchObject({ instance: `${service}-1`, whole: '7', yes: 'true' });
    expect((await one(`sum(e2e_orders_total{${job}})`))?.value?.[1]).toBe('7');
    expect((await one(`e2e_queue_size{${job}}`))?.value?.[1]).toBe('-2');
    expect((await one(`e2e_temperature_celsius{${job}}`))?.value?.[1]).toBe('21.5');
    const buckets = await prometheusQuery(server.url, `e2e_duration_seconds_bucket{${job}, http_route="/orders/:id"}`);
    expect(Object.fromEntries(buckets.map(({ metric, value }) => [metric['le'], value?.[1]]))).toEqual({
      '0.1': '2',
      '1': '3',
      '+Inf': '4',
    });
    expect((await one(`e2e_duration_seconds_count{${job}}`))?.value?.[1]).toBe('4');
    expect(Number((await one(`e2e_duration_seconds_sum{${job}}`))?.value?.[1])).toBeCloseTo(5.65, 9);
    expect(await prometheusSeries(server.url, `e2e_exponential_bytes{${job}}`)).toMatchObject([
      { __name__: 'e2e_exponential_bytes', instance: `${service}-1` },
    ]);
    await provider.shutdown();
  });
});

test('an exponential histogram comes back with its buckets', async () => {
  const reader = new PeriodicExportingMetricReader({
    exporter: protoExporters.metrics(),
    exportIntervalMillis: 3_600_000,
  });
  const aggregation = { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 20 } } as const;
  const provider = new MeterProvider({
    resource: resourceOf('exponential'),
    readers: [reader],
    views: [{ instrumentName: 'e2e.size', aggregation }],
  });
  const size = provider.getMeter('e2e.scope').createHistogram('e2e.size', { unit: 'By' });
  for (const value of [50, 100, 500, 5000]) size.record(value);
  await provider.forceFlush();
  await provider.shutdown();

  const [native] = await prometheusQuery(server.url, 'e2e_size_bytes{job="e2e/exponential"}');
  expect(native?.histogram?.[1].count).toBe('4');
  expect(Number(native?.histogram?.[1].sum)).toBeCloseTo(5650, 6);
  // Every observation lies in a bucket of its own range.
  const ranges = (native?.histogram?.[1].buckets ?? []).map(([, low, high, count]) => [low, high, count].map(Number));
  for (const value of [50, 100, 500, 5000]) {
    expect(ranges.some(([low = NaN, high = NaN]) => low <= value && value <= high)).toBe(true);
  }
  expect(ranges.reduce((sum, [, , count = NaN]) => sum + count, 0)).toBe(4);
});

function resourceOf(service: string): Resource {
  return resourceFromAttributes({
    'service.name': service,
    'service.namespace': 'e2e',
    'service.instance.id': `${service}-1`,
    'service.version': '9.8.7',
  });
}

/** The context of a span that lives in another process, with random ids. */
function remoteContext(): { context: Context; traceId: string; spanId: string; span: ReturnType<typeof spanContext> } {
  const span = spanContext();
  return { context: trace.setSpanContext(ROOT_CONTEXT, span), span, traceId: span.traceId, spanId: span.spanId };
}

function spanContext() {
  const hex = (bytes: number): string => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
  const traceState = createTraceState('shop=e2e');
  return { traceId: hex(16), spanId: hex(8), traceFlags: TraceFlags.SAMPLED, isRemote: true, traceState };
}
