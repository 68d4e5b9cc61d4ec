import { SPAN_ROW } from '@bongsu/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OTLP_LIMITS } from '../otlp/limits.js';
import { TracesDecoder } from '../otlp/traces/decode.js';
import { CONTEXT, NOW_NS, SPAN_ID, TRACE_ID } from '../testkit/context.js';
import { readRows } from '../testkit/row-binary.js';
import { transcodeZipkin } from './transcode.js';

const NOW_US = Number(NOW_NS / 1000n);
const SPAN = { traceId: TRACE_ID, id: SPAN_ID, timestamp: NOW_US, duration: 1500 };

function rows(spans: unknown) {
  const transcoded = transcodeZipkin(Buffer.from(JSON.stringify(spans)));
  if (!transcoded.ok) throw new Error(transcoded.error.message);
  const decoded = new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS }).decode(transcoded.value, CONTEXT);
  if (!decoded.ok) throw new Error(decoded.error.message);
  expect(decoded.value.rejected).toEqual([]);
  return readRows(SPAN_ROW, decoded.value.batch.spans.bytes);
}

it('gives every field of a Zipkin span a place', () => {
  const [row] = rows([
    {
      ...SPAN,
      parentId: '00000000000000aa',
      name: '결제 post /pay',
      kind: 'CLIENT',
      localEndpoint: { serviceName: 'checkout', ipv4: '10.0.0.1', port: 8080 },
      remoteEndpoint: { serviceName: 'payments', ipv6: '2001:db8::1', port: 443 },
      annotations: [{ timestamp: NOW_US + 7, value: 'wire send' }],
      tags: { 'http.path': '/pay', error: 'card declined', 'w3c.tracestate': 'a=b' },
      shared: true,
    },
  ]);
  expect(row).toMatchObject({
    trace_id: TRACE_ID,
    span_id: SPAN_ID,
    parent_span_id: '00000000000000aa',
    trace_state: 'a=b',
    name: '결제 post /pay',
    kind: 3,
    start: NOW_NS,
    duration: 1_500_000n,
    service: 'checkout',
    status_code: 2,
    status_message: 'card declined',
    'events.ts': [NOW_NS + 7000n],
    'events.name': ['wire send'],
  });
  expect(new Map(row!['attributes'] as unknown as [string, string][])).toEqual(
    new Map([
      ['peer.service', 'payments'],
      ['network.peer.address', '2001:db8::1'],
      ['network.peer.port', '443'],
      ['network.local.address', '10.0.0.1'],
      ['network.local.port', '8080'],
      ['http.path', '/pay'],
      ['zipkin.shared', 'true'],
    ]),
  );
});

describe('forms', () => {
  it.each([
    ['a short trace id', { traceId: 'b7ad6b7169203331' }, { trace_id: `${'0'.repeat(16)}b7ad6b7169203331` }],
    ['upper-case ids', { traceId: TRACE_ID.toUpperCase() }, { trace_id: TRACE_ID }],
    ['no service', {}, { service: '' }],
    ['a server', { kind: 'SERVER' }, { kind: 2 }],
    ['no kind', {}, { kind: 1 }],
    ['error without a text', { tags: { error: 'true' } }, { status_code: 2, status_message: '' }],
    ['error: false', { tags: { error: 'false' } }, { status_code: 0 }],
    ['OpenTelemetry says ok', { tags: { 'otel.status_code': 'OK' } }, { status_code: 1 }],
    [
      'OpenTelemetry says error',
      { tags: { 'otel.status_code': 'ERROR', 'otel.status_description': 'late' } },
      { status_code: 2, status_message: 'late' },
    ],
    ['no duration', { duration: undefined }, { duration: 0n }],
  ])('%s', (_, fields, expected) => {
    const [row] = rows([{ ...SPAN, ...fields }]);
    expect({ ...row, service: row!['service'] === 'unknown_service' ? '' : row!['service'] }).toMatchObject(expected);
  });

  it('groups spans by service', () => {
    const services = ['a', 'b', 'a'].map((serviceName, i) => ({
      ...SPAN,
      id: `000000000000000${i + 1}`,
      localEndpoint: { serviceName },
    }));
    expect(rows(services).map((row) => row['service'])).toEqual(['a', 'a', 'b']);
  });
});

describe('bad input', () => {
  it.each<[string, string]>([
    ['[{"traceId":1}]', 'span 0: traceId must be a text'],
    ['[{"traceId":"xyz","id":"1"}]', 'span 0: traceId must be 16 or 32 hexadecimal digits'],
    [`[${JSON.stringify(SPAN)},{"traceId":"${TRACE_ID}"}]`, 'span 1: id must be 16 hexadecimal digits'],
    [JSON.stringify([{ ...SPAN, timestamp: -1 }]), 'span 0: timestamp must be a whole number of microseconds'],
    [JSON.stringify([{ ...SPAN, tags: [] }]), 'span 0: tags must be an object'],
    [JSON.stringify([{ ...SPAN, annotations: {} }]), 'span 0: annotations must be a list'],
    [JSON.stringify([{ ...SPAN, localEndpoint: { port: 70000 } }]), 'span 0: localEndpoint.port must be a port'],
    ['{}', 'the body must be a list of Zipkin v2 spans'],
    ['[', 'the body is not JSON: Unexpected end of JSON input'],
  ])('%s', (body, message) => {
    const result = transcodeZipkin(Buffer.from(body));
    expect(result.ok ? 'taken' : result.error.message).toBe(message);
  });

  it('never crashes', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        transcodeZipkin(Buffer.from(`[${body}]`));
      }),
      { numRuns: 5000 },
    );
  });
});
