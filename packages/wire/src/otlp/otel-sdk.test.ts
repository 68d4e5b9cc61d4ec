import { SpanKind, SpanStatusCode, trace, TraceFlags, context } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { LOG_ROW, millis, nanos, type Result, Sequence, SPAN_ROW } from '@bongsu/model';
import { expect, test } from 'vitest';
import { CONTEXT, SPAN_ID, TRACE_ID } from '../testkit/context.js';
import { readRows, type Row } from '../testkit/row-binary.js';
import type { DecodeContext, DecodeError } from './context.js';
import { transcodeLogs, transcodeTraces } from './json/transcode.js';
import { DEFAULT_OTLP_LIMITS } from './limits.js';
import { LogsDecoder } from './logs/decode.js';
import { TracesDecoder } from './traces/decode.js';

// The SDK's clock is the real one.
const NOW = Date.now();
const REAL: DecodeContext = {
  ...CONTEXT,
  now: nanos(BigInt(NOW) * 1_000_000n),
  window: { oldest: millis(NOW - 3_600_000), newest: millis(NOW + 3_600_000) },
};
const RESOURCE = resourceFromAttributes({
  'service.name': 'gateway',
  'process.pid': 7,
  'deployment.environment.name': 'dev',
});

function valueOf<T>(result: Result<T, DecodeError>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function logRows(body: Uint8Array): Row[] {
  const decoder = new LogsDecoder({ sequence: new Sequence(1), limits: DEFAULT_OTLP_LIMITS });
  const { batch, rejected } = valueOf(decoder.decode(body, REAL));
  expect(rejected).toEqual([]);
  expect(batch.streams.map((u) => u.def.labels)).toEqual([
    { service_name: 'gateway', deployment_environment_name: 'dev' },
  ]);
  return readRows(LOG_ROW, batch.logs.bytes);
}

test('log records of the OTel JS SDK, in protobuf and in JSON', () => {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({
    resource: RESOURCE,
    processors: [new SimpleLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger('orders', '1.0.0');
  const span = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: TraceFlags.SAMPLED };
  logger.emit({
    severityNumber: SeverityNumber.WARN,
    severityText: 'WARN',
    body: '주문 지연',
    attributes: { route: '/주문', took: 1.5, retries: 3, ok: false, tags: ['a', 'b'] },
    eventName: 'order.slow',
    context: trace.setSpanContext(context.active(), span),
  });
  logger.emit({ body: { msg: 'structured', nested: { n: 1 } } });

  const records = exporter.getFinishedLogRecords();
  const rows = logRows(ProtobufLogsSerializer.serializeRequest(records)!);
  expect(rows).toMatchObject([
    {
      service: 'gateway',
      severity_number: 13,
      severity_text: 'WARN',
      event_name: 'order.slow',
      trace_id: TRACE_ID,
      span_id: SPAN_ID,
      flags: 1,
      body: '주문 지연',
      body_type: 's',
      attributes: [
        ['route', '/주문'],
        ['took', '1.5'],
        ['retries', '3'],
        ['ok', 'false'],
        ['tags', '["a","b"]'],
      ],
      attribute_types: 'sdiba',
    },
    { body: '{"msg":"structured","nested":{"n":1}}', body_type: 'k', trace_id: '0'.repeat(32) },
  ]);
  expect(logRows(valueOf(transcodeLogs(JsonLogsSerializer.serializeRequest(records)!)))).toEqual(rows);
});

function spanRows(body: Uint8Array): Row[] {
  const { batch, rejected } = valueOf(new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS }).decode(body, REAL));
  expect(rejected).toEqual([]);
  expect(batch.resources.map((u) => [u.def.service, u.def.scopeName, u.def.scopeVersion])).toEqual([
    ['gateway', 'http', '2.0'],
  ]);
  return readRows(SPAN_ROW, batch.spans.bytes);
}

test('spans of the OTel JS SDK, in protobuf and in JSON', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ resource: RESOURCE, spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer('http', '2.0');
  const root = tracer.startSpan('GET /주문', {
    kind: SpanKind.SERVER,
    attributes: { 'http.request.method': 'GET', 'http.response.status_code': 500 },
    links: [{ context: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 }, attributes: { why: 'batch' } }],
  });
  const child = tracer.startSpan('조회', { kind: SpanKind.CLIENT }, trace.setSpan(context.active(), root));
  child.addEvent('cache miss', { key: 'k1' });
  child.end();
  root.recordException(new Error('boom'));
  root.setStatus({ code: SpanStatusCode.ERROR, message: '실패' });
  root.end();

  const spans = exporter.getFinishedSpans();
  const rows = spanRows(ProtobufTraceSerializer.serializeRequest(spans)!);
  const { traceId, spanId } = root.spanContext();
  expect(rows).toMatchObject([
    { trace_id: traceId, parent_span_id: spanId, name: '조회', kind: 3, 'events.name': ['cache miss'], status_code: 0 },
    {
      trace_id: traceId,
      span_id: spanId,
      parent_span_id: '0'.repeat(16),
      name: 'GET /주문',
      kind: 2,
      service: 'gateway',
      attributes: [
        ['http.request.method', 'GET'],
        ['http.response.status_code', '500'],
      ],
      attribute_types: 'si',
      'events.name': ['exception'],
      'links.trace_id': [TRACE_ID],
      'links.span_id': [SPAN_ID],
      'links.attributes': [[['why', 'batch']]],
      status_code: 2,
      status_message: '실패',
    },
  ]);
  for (const row of rows) expect(row['duration']).toBeGreaterThanOrEqual(0n);
  expect(spanRows(valueOf(transcodeTraces(JsonTraceSerializer.serializeRequest(spans)!)))).toEqual(rows);
});
