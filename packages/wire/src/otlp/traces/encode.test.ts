import { nanos, type Span, SPAN_ROW, type Trace } from '@bongsu/model';
import { describe, expect, test } from 'vitest';
import { ProtobufReader } from '../../protobuf/reader.js';
import { CONTEXT, NOW_NS, SPAN_ID, TRACE_ID } from '../../testkit/context.js';
import { readRows } from '../../testkit/row-binary.js';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { TracesDecoder } from './decode.js';
import { encodeTrace, TraceByIdProtobuf, TraceProtobuf, type TraceByIdStatus, type TraceEncoder } from './encode.js';
import { TraceJson, type TraceJsonForm } from './encode-json.js';

function encoded(encoder: TraceEncoder, pieces: readonly Trace[], status?: TraceByIdStatus): Buffer {
  return Buffer.concat([...pieces.map((piece) => encoder.piece(piece)), encoder.end(status)]);
}
const encodeTraceByIdResponse = (trace: Trace, status?: TraceByIdStatus): Buffer =>
  encoded(new TraceByIdProtobuf(), [trace], status);
const traceToJson = (trace: Trace, form: TraceJsonForm, status?: TraceByIdStatus): string =>
  encoded(new TraceJson(form), [trace], status).toString();

const BARE: Span = {
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  parentSpanId: '',
  traceState: '',
  flags: 0,
  name: 'op',
  kind: 0,
  start: nanos(NOW_NS),
  end: nanos(NOW_NS + 2n),
  attributes: [],
  droppedAttributes: 0,
  events: [],
  droppedEvents: 0,
  links: [],
  droppedLinks: 0,
  statusCode: 0,
  statusMessage: '',
};

const FULL: Span = {
  ...BARE,
  parentSpanId: 'aaaaaaaaaaaaaaaa',
  traceState: 'a=1',
  flags: 257,
  name: '주문',
  kind: 2,
  attributes: [
    { key: 's', value: '가', type: 's' },
    { key: 'i', value: '-9223372036854775808', type: 'i' },
    { key: 'd', value: 'NaN', type: 'd' },
    { key: 'd2', value: '-0', type: 'd' },
    { key: 'b', value: 'true', type: 'b' },
    { key: 'a', value: '["x",1,1.5,null,{"k":true}]', type: 'a' },
    { key: 'k', value: '{"x":{"y":[]}}', type: 'k' },
    { key: 'x', value: 'AP8Q', type: 'x' },
    { key: 'n', value: '', type: 'n' },
  ],
  droppedAttributes: 1,
  events: [
    { ts: nanos(NOW_NS + 1n), name: 'e', attributes: [{ key: 'a', value: 'b', type: 's' }], droppedAttributes: 2 },
    { ts: nanos(NOW_NS + 2n), name: '', attributes: [], droppedAttributes: 0 },
  ],
  droppedEvents: 3,
  links: [
    {
      traceId: 'ffffffffffffffffffffffffffffffff',
      spanId: 'eeeeeeeeeeeeeeee',
      traceState: 'c=3',
      flags: 1,
      attributes: [{ key: 'l', value: '1', type: 'i' }],
      droppedAttributes: 4,
    },
  ],
  droppedLinks: 5,
  statusCode: 2,
  statusMessage: '실패',
};

const traceOf = (...spans: Span[]): Trace => ({
  resourceSpans: [
    {
      attributes: [{ key: 'service.name', value: 'a', type: 's' }],
      droppedAttributes: 6,
      schemaUrl: 'u1',
      scopeSpans: [
        {
          name: 'x',
          version: '2',
          attributes: [{ key: 'sa', value: 'true', type: 'b' }],
          droppedAttributes: 7,
          schemaUrl: 'u2',
          spans,
        },
      ],
    },
  ],
});

const NOTHING: Trace = { resourceSpans: [] };
const EMPTY_BLOCKS: Trace = {
  resourceSpans: [
    {
      attributes: [],
      droppedAttributes: 0,
      schemaUrl: '',
      scopeSpans: [{ name: '', version: '', attributes: [], droppedAttributes: 0, schemaUrl: '', spans: [BARE] }],
    },
  ],
};

/** The fields of a message, by number, length-delimited ones as bytes. */
function fieldsOf(bytes: Uint8Array): Map<number, Uint8Array> {
  const reader = new ProtobufReader(bytes);
  const fields = new Map<number, Uint8Array>();
  while (reader.pos < bytes.length) {
    const tag = reader.uint32(bytes.length);
    const start = reader.pos;
    if ((tag & 7) === 2) {
      const end = reader.lengthEnd(bytes.length);
      fields.set(tag >>> 3, bytes.subarray(reader.pos, end));
      reader.pos = end;
    } else {
      reader.skip(tag, bytes.length);
      fields.set(tag >>> 3, bytes.subarray(start, reader.pos));
    }
  }
  return fields;
}

describe('encodeTrace', () => {
  test('what is encoded decodes to the same rows', () => {
    const result = new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS }).decode(encodeTrace(traceOf(FULL)), CONTEXT);
    if (!result.ok) throw new Error(result.error.message);
    const { batch, rejected } = result.value;
    expect(rejected).toEqual([]);
    expect(batch.resources[0]!.def).toMatchObject({
      attributes: [{ key: 'service.name', value: 'a', type: 's' }],
      droppedAttributes: 6,
      schemaUrl: 'u1',
      scopeName: 'x',
      scopeVersion: '2',
      scopeAttributes: [{ key: 'sa', value: 'true', type: 'b' }],
      scopeDroppedAttributes: 7,
      scopeSchemaUrl: 'u2',
    });
    expect(readRows(SPAN_ROW, batch.spans.bytes)).toMatchObject([
      {
        trace_id: TRACE_ID,
        parent_span_id: 'aaaaaaaaaaaaaaaa',
        trace_state: 'a=1',
        flags: 257,
        name: '주문',
        kind: 2,
        start: NOW_NS,
        duration: 2n,
        status_code: 2,
        status_message: '실패',
        attributes: FULL.attributes.map((a) => [a.key, a.value]),
        attribute_types: 'sidbakxn'.replace('d', 'dd'),
        'events.ts': [NOW_NS + 1n, NOW_NS + 2n],
        'links.span_id': ['eeeeeeeeeeeeeeee'],
      },
    ]);
  });

  test('resource, scope and status are written also when empty', () => {
    const resourceSpans = fieldsOf(fieldsOf(encodeTrace(EMPTY_BLOCKS)).get(1)!);
    const scopeSpans = fieldsOf(resourceSpans.get(2)!);
    expect(resourceSpans.get(1)).toHaveLength(0);
    expect(scopeSpans.get(1)).toHaveLength(0);
    expect(fieldsOf(scopeSpans.get(2)!).get(15)).toHaveLength(0);
  });
});

describe('encodeTraceByIdResponse', () => {
  test('an empty trace is written', () => {
    expect(Buffer.from(encodeTraceByIdResponse(NOTHING)).toString('hex')).toBe('0a00');
  });

  test('trace, metrics, status and message', () => {
    const trace = traceOf(FULL);
    const fields = fieldsOf(encodeTraceByIdResponse(trace, { status: 'PARTIAL', message: 'cut', inspectedBytes: 300 }));
    expect(Buffer.from(fields.get(1)!)).toEqual(Buffer.from(encodeTrace(trace)));
    expect([...fields.get(2)!]).toEqual([0x08, 0xac, 0x02]);
    expect([...fields.get(3)!]).toEqual([1]);
    expect(Buffer.from(fields.get(4)!).toString()).toBe('cut');
  });
});

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

describe('traceToJson', () => {
  test('a bare span in v1: ids in base64, zeros left out, submessages there', () => {
    expect(JSON.parse(traceToJson(EMPTY_BLOCKS, 'v1'))).toEqual({
      batches: [
        {
          resource: { attributes: [] },
          scopeSpans: [
            {
              scope: {},
              spans: [
                {
                  traceId: base64(TRACE_ID),
                  spanId: base64(SPAN_ID),
                  name: 'op',
                  startTimeUnixNano: '1760000000000000000',
                  endTimeUnixNano: '1760000000000000002',
                  attributes: [],
                  status: {},
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test('a full span in v2', () => {
    const json = JSON.parse(
      traceToJson(traceOf(FULL), 'v2', { status: 'PARTIAL', message: 'cut', inspectedBytes: 300 }),
    ) as { trace: { resourceSpans: [{ scopeSpans: [{ spans: [unknown]; scope: unknown }]; resource: unknown }] } };
    expect(json).toMatchObject({ metrics: { inspectedBytes: '300' }, status: 'PARTIAL', message: 'cut' });
    const [resourceSpans] = json.trace.resourceSpans;
    expect(resourceSpans).toMatchObject({ resource: { droppedAttributesCount: 6 }, schemaUrl: 'u1' });
    const [scopeSpans] = resourceSpans.scopeSpans;
    expect(scopeSpans).toMatchObject({
      scope: { name: 'x', version: '2', droppedAttributesCount: 7 },
      schemaUrl: 'u2',
    });
    expect(scopeSpans.spans[0]).toEqual({
      traceId: base64(TRACE_ID),
      spanId: base64(SPAN_ID),
      parentSpanId: base64('aaaaaaaaaaaaaaaa'),
      traceState: 'a=1',
      flags: 257,
      name: '주문',
      kind: 'SPAN_KIND_SERVER',
      startTimeUnixNano: '1760000000000000000',
      endTimeUnixNano: '1760000000000000002',
      attributes: [
        { key: 's', value: { stringValue: '가' } },
        { key: 'i', value: { intValue: '-9223372036854775808' } },
        { key: 'd', value: { doubleValue: 'NaN' } },
        { key: 'd2', value: { doubleValue: 0 } },
        { key: 'b', value: { boolValue: true } },
        {
          key: 'a',
          value: {
            arrayValue: {
              values: [
                { stringValue: 'x' },
                { intValue: '1' },
                { doubleValue: 1.5 },
                {},
                { kvlistValue: { values: [{ key: 'k', value: { boolValue: true } }] } },
              ],
            },
          },
        },
        {
          key: 'k',
          value: {
            kvlistValue: {
              values: [
                { key: 'x', value: { kvlistValue: { values: [{ key: 'y', value: { arrayValue: { values: [] } } }] } } },
              ],
            },
          },
        },
        { key: 'x', value: { bytesValue: 'AP8Q' } },
        { key: 'n', value: {} },
      ],
      droppedAttributesCount: 1,
      events: [
        {
          timeUnixNano: '1760000000000000001',
          name: 'e',
          attributes: [{ key: 'a', value: { stringValue: 'b' } }],
          droppedAttributesCount: 2,
        },
        { timeUnixNano: '1760000000000000002' },
      ],
      droppedEventsCount: 3,
      links: [
        {
          traceId: base64('ffffffffffffffffffffffffffffffff'),
          spanId: base64('eeeeeeeeeeeeeeee'),
          traceState: 'c=3',
          flags: 1,
          attributes: [{ key: 'l', value: { intValue: '1' } }],
          droppedAttributesCount: 4,
        },
      ],
      droppedLinksCount: 5,
      status: { message: '실패', code: 'STATUS_CODE_ERROR' },
    });
  });

  test('nothing found', () => {
    expect(traceToJson(NOTHING, 'v2')).toBe('{"trace":{"resourceSpans":[]}}');
    expect(traceToJson(NOTHING, 'v1')).toBe('{"batches":[]}');
  });
});

describe('a trace in pieces', () => {
  const pieces = [traceOf(FULL), traceOf(BARE), NOTHING];
  const whole: Trace = { resourceSpans: pieces.flatMap((piece) => piece.resourceSpans) };
  const status = { status: 'PARTIAL', message: 'cut' } as const;

  test.each(['v1', 'v2'] as const)('is the JSON of the whole one, %s', (form) => {
    expect(encoded(new TraceJson(form), pieces, status).toString()).toBe(traceToJson(whole, form, status));
  });

  test('of which the first is empty', () => {
    expect(encoded(new TraceJson('v1'), [NOTHING, NOTHING]).toString()).toBe('{"batches":[]}');
  });

  test('is the protobuf of the whole one', () => {
    expect(encoded(new TraceProtobuf(), pieces)).toEqual(Buffer.from(encodeTrace(whole)));
  });

  test("is one field of Tempo's answer, which some readers would not put together", () => {
    expect(encoded(new TraceByIdProtobuf(), pieces, status)).toEqual(encodeTraceByIdResponse(whole, status));
  });
});
