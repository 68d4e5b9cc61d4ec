import { fingerprintToBigInt, nanos, type ResourceSpans, type Span, SPAN_ROW, type Trace } from '@bongsu/model';
import { describe, expect, test } from 'vitest';
import { ProtobufWriter } from '../../protobuf/writer.js';
import { CONTEXT, NOW_NS, SPAN_ID, TRACE_ID } from '../../testkit/context.js';
import { deepAnyValue } from '../../testkit/otlp-messages.js';
import { readRows, type Row } from '../../testkit/row-binary.js';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { TracesDecoder } from './decode.js';
import { encodeTrace } from './encode.js';

const NO_SPAN = '0'.repeat(16);

function span(fields: Partial<Span> = {}): Span {
  return {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    parentSpanId: '',
    traceState: '',
    flags: 0,
    name: 'op',
    kind: 0,
    start: nanos(NOW_NS),
    end: nanos(NOW_NS + 5n),
    attributes: [],
    droppedAttributes: 0,
    events: [],
    droppedEvents: 0,
    links: [],
    droppedLinks: 0,
    statusCode: 0,
    statusMessage: '',
    ...fields,
  };
}

const trace = (spans: readonly Span[], resource: Partial<ResourceSpans> = {}): Trace => ({
  resourceSpans: [
    {
      attributes: [{ key: 'service.name', value: 'orders', type: 's' }],
      droppedAttributes: 0,
      schemaUrl: '',
      scopeSpans: [{ name: 'http', version: '1', attributes: [], droppedAttributes: 0, schemaUrl: '', spans }],
      ...resource,
    },
  ],
});

function decode(body: Uint8Array, decoder = new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS })) {
  const result = decoder.decode(body, CONTEXT);
  if (!result.ok) throw new Error(result.error.message);
  const { batch, rejected } = result.value;
  const rows = readRows(SPAN_ROW, batch.spans.bytes);
  expect(rows).toHaveLength(batch.spans.count);
  return { batch, rejected, rows };
}

describe('TracesDecoder', () => {
  test('every field of a span stands in its column', () => {
    const { rows, batch, rejected } = decode(
      encodeTrace(
        trace([
          span({
            parentSpanId: 'aaaaaaaaaaaaaaaa',
            traceState: 'a=1,b=2',
            flags: 0x301,
            name: 'POST /주문',
            kind: 2,
            start: nanos(NOW_NS),
            end: nanos(NOW_NS + 4_294_967_297n),
            attributes: [
              { key: 'http.route', value: '/주문', type: 's' },
              { key: 'n', value: '200', type: 'i' },
            ],
            droppedAttributes: 1,
            events: [
              {
                ts: nanos(NOW_NS + 1n),
                name: 'exception',
                attributes: [
                  { key: 'exception.type', value: 'Error', type: 's' },
                  { key: 'escaped', value: 'true', type: 'b' },
                ],
                droppedAttributes: 2,
              },
              { ts: nanos(0n), name: '', attributes: [], droppedAttributes: 0 },
              {
                ts: nanos(NOW_NS + 2n),
                name: 'retry',
                attributes: [{ key: 'n', value: '0.5', type: 'd' }],
                droppedAttributes: 0,
              },
            ],
            droppedEvents: 3,
            links: [
              {
                traceId: 'ffffffffffffffffffffffffffffffff',
                spanId: 'eeeeeeeeeeeeeeee',
                traceState: 'c=3',
                flags: 1,
                attributes: [{ key: 'l', value: '["a"]', type: 'a' }],
                droppedAttributes: 4,
              },
              { traceId: '', spanId: '', traceState: '', flags: 0, attributes: [], droppedAttributes: 0 },
            ],
            droppedLinks: 5,
            statusCode: 2,
            statusMessage: '실패',
          }),
        ]),
      ),
    );
    expect(rejected).toEqual([]);
    const [resource] = batch.resources;
    expect(rows).toEqual<Row[]>([
      {
        tenant: 'default',
        trace_id: TRACE_ID,
        span_id: SPAN_ID,
        parent_span_id: 'aaaaaaaaaaaaaaaa',
        trace_state: 'a=1,b=2',
        flags: 0x301,
        name: 'POST /주문',
        kind: 2,
        start: NOW_NS,
        duration: 4_294_967_297n,
        status_code: 2,
        status_message: '실패',
        service: 'orders',
        resource: fingerprintToBigInt(resource!.def.fingerprint),
        attributes: [
          ['http.route', '/주문'],
          ['n', '200'],
        ],
        attribute_types: 'si',
        dropped_attributes: 1,
        'events.ts': [NOW_NS + 1n, 0n, NOW_NS + 2n],
        'events.name': ['exception', '', 'retry'],
        'events.attributes': [
          [
            ['exception.type', 'Error'],
            ['escaped', 'true'],
          ],
          [],
          [['n', '0.5']],
        ],
        'events.attribute_types': ['sb', '', 'd'],
        'events.dropped_attributes': [2, 0, 0],
        dropped_events: 3,
        'links.trace_id': ['ffffffffffffffffffffffffffffffff', '0'.repeat(32)],
        'links.span_id': ['eeeeeeeeeeeeeeee', NO_SPAN],
        'links.trace_state': ['c=3', ''],
        'links.flags': [1, 0],
        'links.attributes': [[['l', '["a"]']], []],
        'links.attribute_types': ['a', ''],
        'links.dropped_attributes': [4, 0],
        dropped_links: 5,
      },
    ]);
    expect(resource!.def).toMatchObject({ service: 'orders', scopeName: 'http', scopeVersion: '1' });
    expect([...resource!.days]).toEqual([Number(NOW_NS / 86_400_000_000_000n)]);
  });

  test('a root span has a parent of zeros; nothing of the span before is left over', () => {
    const full = span({
      parentSpanId: 'aaaaaaaaaaaaaaaa',
      statusCode: 2,
      statusMessage: 'x',
      attributes: [{ key: 'a', value: 'b', type: 's' }],
      events: [{ ts: nanos(1n), name: 'e', attributes: [], droppedAttributes: 1 }],
    });
    const { rows } = decode(encodeTrace(trace([full, span()])));
    expect(rows[1]).toMatchObject({
      parent_span_id: NO_SPAN,
      status_code: 0,
      status_message: '',
      attributes: [],
      'events.name': [],
      dropped_events: 0,
    });
  });

  test.each([
    ['end before start', NOW_NS, NOW_NS - 1n],
    ['end before start by more than 2^32', NOW_NS, NOW_NS - 10_000_000_000n],
    ['borrow from the high half', (409_000_000n << 32n) + 5n, (409_000_001n << 32n) + 1n],
    ['no end', NOW_NS, 0n],
    ['equal', NOW_NS, NOW_NS],
  ])('duration is exact: %s', (_name, start, end) => {
    const { rows } = decode(encodeTrace(trace([span({ start: nanos(start), end: nanos(end) })])));
    expect(rows[0]).toMatchObject({ start, duration: end - start });
  });

  test('definitions are the same object from request to request and left out once stored for the day', () => {
    const decoder = new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS });
    const body = encodeTrace(trace([span()]));
    const [first] = decode(body, decoder).batch.resources;
    expect(decode(body, decoder).batch.resources[0]!.def).toBe(first!.def);
    [first!.def.storedDay] = first!.days;
    expect(decode(body, decoder).batch.resources).toEqual([]);
  });
});

/** An encoded span that holds `field` besides what makes it good. */
function rawSpan(write: (w: ProtobufWriter) => void): Uint8Array {
  const w = new ProtobufWriter();
  w.bytes(1, Buffer.from(TRACE_ID, 'hex'));
  w.bytes(2, Buffer.from(SPAN_ID, 'hex'));
  w.fixed64(7, NOW_NS);
  w.fixed64(8, NOW_NS);
  write(w);
  return w.finish();
}

function requestOf(...spans: Uint8Array[]): Uint8Array {
  const w = new ProtobufWriter();
  const resourceSpans = w.begin(1);
  const scopeSpans = w.begin(2);
  for (const bytes of spans) w.bytes(2, bytes);
  w.end(scopeSpans);
  w.end(resourceSpans);
  return w.finish();
}

function child(w: ProtobufWriter, field: number, write: () => void): void {
  const mark = w.begin(field);
  write();
  w.end(mark);
}

const attributes = (w: ProtobufWriter, field: number, count: number): void => {
  for (let i = 0; i < count; i++) child(w, field, () => w.string(1, `k${i}`));
};
const BAD_UTF8 = new Uint8Array([0xff]);

describe('a bad span is refused by name and its neighbours are stored', () => {
  test.each<[string, (w: ProtobufWriter) => void, RegExp]>([
    ['a trace id of 8 bytes', (w) => w.bytes(1, new Uint8Array(8).fill(1)), /^trace_id is not 16 bytes/],
    ['no trace id', (w) => w.bytes(1, new Uint8Array(0)), /^trace_id is not 16 bytes/],
    ['a trace id of zeros', (w) => w.bytes(1, new Uint8Array(16)), /^trace_id is all zero$/],
    ['a span id of 16 bytes', (w) => w.bytes(2, new Uint8Array(16).fill(1)), /^span_id is not 8 bytes/],
    ['a span id of zeros', (w) => w.bytes(2, new Uint8Array(8)), /^span_id is all zero$/],
    ['a parent id of 3 bytes', (w) => w.bytes(4, new Uint8Array(3)), /^parent_span_id is not 8 bytes/],
    ['start 0', (w) => w.fixed64(7, 0n), /^start_time_unix_nano is 0$/],
    ['a start too old', (w) => w.fixed64(7, 1n), /^start_time_unix_nano is before/],
    ['a start of year 2200', (w) => w.fixed64(7, 7_258_118_400_000_000_000n), /^start_time_unix_nano is after/],
    ['an end past 2262', (w) => w.fixed64(8, 1n << 63n), /^end_time_unix_nano is after the year 2262$/],
    ['10,000 attributes', (w) => attributes(w, 9, 10_000), /^10000 attributes exceeds/],
    ['an event of 1,001 attributes', (w) => child(w, 11, () => attributes(w, 3, 1_001)), /^event: 1001 attributes/],
    ['an event past 2262', (w) => child(w, 11, () => w.fixed64(1, 1n << 63n)), /^event: time_unix_nano/],
    ['an event name of invalid UTF-8', (w) => child(w, 11, () => w.bytes(2, BAD_UTF8)), /^event: .*UTF-8/],
    [
      'an event attribute nested too deep',
      (w) => child(w, 11, () => child(w, 3, () => w.bytes(2, deepAnyValue(65)))),
      /^event: .*limits\.otlp\.attributeDepth/,
    ],
    ['a link of 1,001 attributes', (w) => child(w, 13, () => attributes(w, 4, 1_001)), /^link: 1001 attributes/],
    ['a link with a short trace id', (w) => child(w, 13, () => w.bytes(1, BAD_UTF8)), /^link: trace_id is not/],
    ['a link with a short span id', (w) => child(w, 13, () => w.bytes(2, BAD_UTF8)), /^link: span_id is not/],
    ['a link state of invalid UTF-8', (w) => child(w, 13, () => w.bytes(3, BAD_UTF8)), /^link: .*UTF-8/],
    ['a name of invalid UTF-8', (w) => w.bytes(5, BAD_UTF8), /UTF-8/],
    ['a trace state of invalid UTF-8', (w) => w.bytes(3, BAD_UTF8), /UTF-8/],
    ['a status message of invalid UTF-8', (w) => child(w, 15, () => w.bytes(2, BAD_UTF8)), /UTF-8/],
    ['a key of invalid UTF-8', (w) => child(w, 9, () => w.bytes(1, BAD_UTF8)), /UTF-8/],
  ])('%s', (_name, write, reason) => {
    const good = (name: string): Uint8Array => rawSpan((w) => w.string(5, name));
    const bad = rawSpan(write);
    const { rows, rejected } = decode(requestOf(good('before'), bad, good('between'), bad, good('after')));
    expect(rows.map((r) => r['name'])).toEqual(['before', 'between', 'after']);
    expect(rejected).toEqual([{ count: 2, reason: expect.stringMatching(reason) as string }]);
  });

  test('cut at any byte a request is malformed as a whole', () => {
    const event = { ts: nanos(1n), name: 'e', attributes: [{ key: 'a', value: '1', type: 'i' }], droppedAttributes: 1 };
    const link = {
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      traceState: 'x',
      flags: 1,
      attributes: [],
      droppedAttributes: 0,
    };
    const whole = encodeTrace(
      trace([span({ events: [event], links: [link], statusMessage: 'm' })], { schemaUrl: 'u' }),
    );
    const decoder = new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS });
    for (let cut = 1; cut < whole.length; cut++) {
      expect(decoder.decode(whole.subarray(0, cut), CONTEXT)).toMatchObject({ ok: false });
    }
    expect(decoder.decode(whole, CONTEXT)).toMatchObject({ ok: true, value: { batch: { spans: { count: 1 } } } });
  });
});
