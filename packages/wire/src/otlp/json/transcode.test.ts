import { LOG_ROW, type Result, Sequence, SPAN_ROW } from '@bongsu/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProtobufWriter } from '../../protobuf/writer.js';
import { CONTEXT, NOW_NS, SPAN_ID, TRACE_ID } from '../../testkit/context.js';
import { logsJson, logsRequest, type TestLogs } from '../../testkit/otlp-messages.js';
import { readRows } from '../../testkit/row-binary.js';
import type { AnyValue } from '../any-value-tree.js';
import type { DecodeError } from '../context.js';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { LogsDecoder } from '../logs/decode.js';
import { TracesDecoder } from '../traces/decode.js';
import { transcodeLogs, transcodeMetrics, transcodeTraces } from './transcode.js';

function bytesOf(result: Result<Uint8Array, DecodeError>): Uint8Array {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const json = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

function logRows(body: Uint8Array) {
  const decoder = new LogsDecoder({ sequence: new Sequence(1), limits: DEFAULT_OTLP_LIMITS });
  const result = decoder.decode(body, CONTEXT);
  if (!result.ok) throw new Error(result.error.message);
  const { batch, rejected } = result.value;
  return { rows: readRows(LOG_ROW, batch.logs.bytes), rejected, resources: batch.resources, streams: batch.streams };
}

const oneRecord = (record: unknown): unknown => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
const decodeRecord = (record: unknown) => {
  const text =
    typeof record === 'string' ? `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${record}]}]}]}` : oneRecord(record);
  return logRows(bytesOf(transcodeLogs(json(text))));
};

describe('logs in JSON', () => {
  test.each<[string, unknown, Record<string, unknown>]>([
    ['time as text', { timeUnixNano: '1760000000000000001' }, { ts: 1760000000000000001n }],
    ['time as a number, exact', '{"timeUnixNano":1760000000000000001}', { ts: 1760000000000000001n }],
    ['time as a number with an exponent', '{"timeUnixNano":1.76e18}', { ts: 1760000000000000000n }],
    [
      'snake_case',
      { time_unix_nano: '1760000000000000001', severity_text: 'x' },
      { ts: 1760000000000000001n, severity_text: 'x' },
    ],
    [
      'ids in upper case',
      { traceId: TRACE_ID.toUpperCase(), spanId: SPAN_ID.toUpperCase() },
      { trace_id: TRACE_ID, span_id: SPAN_ID },
    ],
    ['empty ids', { traceId: '', spanId: '' }, { trace_id: '0'.repeat(32) }],
    ['severity as a name', { severityNumber: 'SEVERITY_NUMBER_WARN2' }, { severity_number: 14 }],
    ['severity as text', { severityNumber: '9' }, { severity_number: 9 }],
    ['severity of an unknown name', { severityNumber: 'SEVERITY_NUMBER_NEW' }, { severity_number: 0 }],
    ['nulls', { timeUnixNano: null, body: null, attributes: null, traceId: null }, { ts: NOW_NS, body_type: 'n' }],
    ['unknown fields', { later: { a: [1] }, body: { stringValue: 'x', newValue: 1 } }, { body: 'x' }],
    [
      'body int as text',
      { body: { intValue: '-9223372036854775808' } },
      { body: '-9223372036854775808', body_type: 'i' },
    ],
    ['body int as a number', '{"body":{"intValue":-9007199254740993}}', { body: '-9007199254740993', body_type: 'i' }],
    [
      'zero and empty are values',
      { body: { intValue: 0 }, attributes: [{ key: 'a', value: { stringValue: '' } }] },
      { body: '0', attribute_types: 's' },
    ],
    [
      'doubles',
      {
        body: { arrayValue: { values: [{ doubleValue: 'NaN' }, { doubleValue: '-Infinity' }, { doubleValue: 1.5 }] } },
      },
      { body: '["NaN","-Infinity",1.5]' },
    ],
    [
      'a double that is a large integer',
      '{"body":{"doubleValue":12345678901234567890}}',
      { body: '12345678901234567000', body_type: 'd' },
    ],
    ['bytes', { body: { bytesValue: 'AP8Q' } }, { body: 'AP8Q', body_type: 'x' }],
    ['base64 for URLs', { body: { bytesValue: '_-8' } }, { body: '/+8=', body_type: 'x' }],
    ['flags as text', { flags: '1', droppedAttributesCount: '2' }, { flags: 1, dropped_attributes: 2 }],
    ['an event name', { eventName: 'e' }, { event_name: 'e' }],
    [
      'a key-value list',
      { body: { kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }, { key: 'b' }] } } },
      { body: '{"a":true,"b":null}', body_type: 'k' },
    ],
  ])('%s', (_name, record, expected) => {
    const { rows, rejected } = decodeRecord(record);
    expect(rejected).toEqual([]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject(expected);
  });

  test.each<[string, unknown, RegExp]>([
    ['a trace id of 30 digits', { traceId: TRACE_ID.slice(2) }, /^trace_id is not 16 bytes/],
    ['a trace id of 31 digits', { traceId: TRACE_ID.slice(1) }, /^trace_id is not 16 bytes/],
    ['a trace id in base64', { traceId: Buffer.from(TRACE_ID, 'hex').toString('base64') }, /^trace_id is not 16 bytes/],
    ['a trace id of 16 letters', { traceId: 'zzzzzzzzzzzzzzzz' }, /^trace_id is not 16 bytes/],
    ['a trace id that is a number', { traceId: 5 }, /^trace_id is not 16 bytes/],
    ['a span id of 15 digits', { spanId: SPAN_ID.slice(1) }, /^span_id is not 8 bytes/],
    ['a negative time', { timeUnixNano: '-1' }, /^time_unix_nano is after/],
    ['a time of 30 digits', { timeUnixNano: '9'.repeat(30) }, /^time_unix_nano is after/],
    ['a body nested 70 deep', { body: nestedJson(70) }, /limits\.otlp\.attributeDepth/],
  ])('%s is refused by name', (_name, record, reason) => {
    const body = bytesOf(
      transcodeLogs(
        json({ resourceLogs: [{ scopeLogs: [{ logRecords: [record, { body: { stringValue: 'good' } }] }] }] }),
      ),
    );
    const { rows, rejected } = logRows(body);
    expect(rejected).toEqual([{ count: 1, reason: expect.stringMatching(reason) as string }]);
    expect(rows.map((r) => r['body'])).toEqual(['good']);
  });

  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{"resourceLogs":[', /^the body is not JSON/],
    ['nothing', '', /^the body is not JSON/],
    ['an array', '[]', /^the request must be an object/],
    ['a number', '5', /^the request must be an object/],
    ['no array', { resourceLogs: {} }, /^resourceLogs must be an array/],
    ['no object', { resourceLogs: ['x'] }, /^resourceLogs must be an object/],
    ['a fraction', oneRecord({ timeUnixNano: 1.5 }), /^timeUnixNano must be an integer/],
    ['text for a number', oneRecord({ timeUnixNano: 'now' }), /^timeUnixNano must be an integer/],
    ['an int out of range', oneRecord({ body: { intValue: '9223372036854775808' } }), /^intValue must be from/],
    ['a number for text', oneRecord({ body: { stringValue: 5 } }), /^stringValue must be a string/],
    ['no base64', oneRecord({ body: { bytesValue: '***' } }), /^bytesValue must be base64/],
    ['no bool', oneRecord({ body: { boolValue: 'yes' } }), /^boolValue must be true or false/],
    ['no double', oneRecord({ body: { doubleValue: 'x' } }), /^doubleValue must be a number/],
    ['negative flags', oneRecord({ flags: -1 }), /^flags must be from 0/],
    ['too deep', '['.repeat(100_000), /^the JSON is nested deeper/],
  ])('%s is malformed', (_name, body, message) => {
    expect(transcodeLogs(json(body))).toEqual({
      ok: false,
      error: { kind: 'malformed', message: expect.stringMatching(message) as string },
    });
  });

  test('invalid UTF-8 is malformed', () => {
    expect(transcodeLogs(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))).toMatchObject({ ok: false });
  });

  test('a property named __proto__ is an unknown field', () => {
    expect(bytesOf(transcodeLogs(json('{"__proto__":{"resourceLogs":[1]},"constructor":5}')))).toHaveLength(0);
  });
});

function nestedJson(depth: number): unknown {
  let value: unknown = { stringValue: 'x' };
  for (let i = 0; i < depth; i++) value = { kvlistValue: { values: [{ key: 'k', value }] } };
  return value;
}

const anyValue: fc.Arbitrary<AnyValue> = fc.letrec<{ value: AnyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('string' as const), value: fc.string({ unit: 'grapheme' }) }),
    fc.record({ kind: fc.constant('bool' as const), value: fc.boolean() }),
    fc.record({ kind: fc.constant('int' as const), value: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }) }),
    fc.record({ kind: fc.constant('double' as const), value: fc.double() }),
    fc.record({ kind: fc.constant('bytes' as const), value: fc.uint8Array() }),
    fc.constant<AnyValue>({ kind: 'empty' }),
    fc.record({ kind: fc.constant('array' as const), values: fc.array(tie('value'), { maxLength: 4 }) }),
    fc.record({
      kind: fc.constant('kvlist' as const),
      entries: fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }),
    }),
  ),
})).value;

const keyValues = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), anyValue), { maxLength: 5 });
const hex = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((b) => Buffer.from(b).toString('hex'));
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });

const block: fc.Arbitrary<TestLogs> = fc.record(
  {
    resource: keyValues,
    resourceDropped: uint32,
    resourceSchemaUrl: fc.string(),
    scopeName: fc.string(),
    scopeVersion: fc.string(),
    scopeAttributes: keyValues,
    scopeDropped: uint32,
    scopeSchemaUrl: fc.string(),
    records: fc.array(
      fc.record(
        {
          time: fc.bigInt({ min: NOW_NS - 10n ** 16n, max: NOW_NS + 10n ** 12n }),
          observed: fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }),
          severity: fc.integer({ min: 0, max: 24 }),
          severityText: fc.string(),
          body: anyValue,
          attributes: keyValues,
          dropped: uint32,
          flags: uint32,
          traceId: hex(16),
          spanId: hex(8),
          eventName: fc.string({ unit: 'grapheme' }),
        },
        { requiredKeys: ['time'] },
      ),
      { maxLength: 4 },
    ),
  },
  { requiredKeys: ['records'] },
);

test('a request gives the same rows and definitions in protobuf and in JSON', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 3 }), (blocks) => {
      const fromJson = logRows(bytesOf(transcodeLogs(json(logsJson(blocks)))));
      const fromProtobuf = logRows(logsRequest(blocks));
      expect(fromJson).toEqual(fromProtobuf);
      expect(fromJson.rows).toHaveLength(blocks.reduce((sum, b) => sum + b.records.length, 0));
    }),
    { numRuns: 300 },
  );
});

test('traces in JSON, as OTLP writes them', () => {
  const body = bytesOf(
    transcodeTraces(
      json({
        resourceSpans: [
          {
            resource: { attributes: [{ key: 'service.name', value: { stringValue: 'a' } }] },
            scopeSpans: [
              {
                scope: { name: 's' },
                spans: [
                  {
                    traceId: TRACE_ID.toUpperCase(),
                    spanId: SPAN_ID,
                    parentSpanId: 'aaaaaaaaaaaaaaaa',
                    traceState: 'a=1',
                    name: '주문',
                    kind: 'SPAN_KIND_SERVER',
                    startTimeUnixNano: '1760000000000000000',
                    endTimeUnixNano: '1760000000000000007',
                    events: [{ timeUnixNano: '1760000000000000001', name: 'e', droppedAttributesCount: 1 }],
                    links: [{ traceId: TRACE_ID, spanId: SPAN_ID, flags: 1 }],
                    droppedEventsCount: 2,
                    droppedLinksCount: 3,
                    droppedAttributesCount: 4,
                    flags: 257,
                    status: { code: 'STATUS_CODE_ERROR', message: 'm' },
                  },
                  { traceId: 'nope', spanId: SPAN_ID, startTimeUnixNano: '1760000000000000000' },
                ],
              },
            ],
          },
        ],
      }),
    ),
  );
  const result = new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS }).decode(body, CONTEXT);
  if (!result.ok) throw new Error(result.error.message);
  expect(result.value.rejected).toEqual([{ count: 1, reason: expect.stringMatching(/^trace_id/) as string }]);
  expect(readRows(SPAN_ROW, result.value.batch.spans.bytes)).toMatchObject([
    {
      trace_id: TRACE_ID,
      parent_span_id: 'aaaaaaaaaaaaaaaa',
      trace_state: 'a=1',
      name: '주문',
      kind: 2,
      duration: 7n,
      'events.name': ['e'],
      'events.dropped_attributes': [1],
      'links.trace_id': [TRACE_ID],
      'links.flags': [1],
      dropped_events: 2,
      dropped_links: 3,
      dropped_attributes: 4,
      flags: 257,
      status_code: 2,
      status_message: 'm',
    },
  ]);
});

test('metrics in JSON become the fields of their protobuf messages', () => {
  const nest = (w: ProtobufWriter, field: number, write: () => void): void => {
    const mark = w.begin(field);
    write();
    w.end(mark);
  };
  const w = new ProtobufWriter();
  nest(w, 1, () =>
    nest(w, 2, () => {
      nest(w, 2, () => {
        w.string(1, 'sum');
        nest(w, 7, () => {
          nest(w, 1, () => {
            w.fixed64(3, 5n);
            w.fixed64(6, -3n);
            w.uint32(8, 1);
          });
          w.int32(2, 1);
          w.bool(3, true);
        });
      });
      nest(w, 2, () =>
        nest(w, 9, () =>
          nest(w, 1, () => {
            w.fixed64(4, 3n);
            w.double(5, Number.POSITIVE_INFINITY);
            w.packedFixed64(6, [1n, 2n]);
            w.packedDouble(7, [0.5]);
            nest(w, 8, () => {
              w.double(3, 0.25);
              w.bytes(5, Buffer.from(TRACE_ID, 'hex'));
            });
            w.double(11, Number.NaN);
          }),
        ),
      );
      nest(w, 2, () =>
        nest(w, 10, () =>
          nest(w, 1, () => {
            w.sint32(6, -3);
            nest(w, 8, () => {
              w.sint32(1, -2147483648);
              w.packedInt64(2, [0n, 300n, (1n << 64n) - 1n]);
            });
            w.double(14, 0);
          }),
        ),
      );
      nest(w, 2, () => nest(w, 11, () => nest(w, 1, () => nest(w, 6, () => w.double(1, 0.99)))));
    }),
  );
  const text = `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[
    {"name":"sum","sum":{"dataPoints":[{"timeUnixNano":"5","asInt":"-3","flags":1}],
      "aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA","isMonotonic":true}},
    {"histogram":{"dataPoints":[{"count":3,"sum":"Infinity","bucketCounts":["1",2],"explicitBounds":[0.5],
      "exemplars":[{"asDouble":0.25,"traceId":"${TRACE_ID}"}],"min":"NaN"}]}},
    {"exponential_histogram":{"data_points":[{"scale":-3,"positive":{"offset":-2147483648,
      "bucketCounts":[0,"300",18446744073709551615]},"zeroThreshold":0}]}},
    {"summary":{"dataPoints":[{"quantileValues":[{"quantile":0.99}]}]}}]}]}]}`;
  expect(Buffer.from(bytesOf(transcodeMetrics(json(text)))).toString('hex')).toBe(
    Buffer.from(w.finish()).toString('hex'),
  );
});
