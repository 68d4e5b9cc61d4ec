import {
  nanos,
  type ResourceSpans,
  type Span,
  type SpanEvent,
  type SpanLink,
  type TypedAttribute,
} from '@bongsu/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyValue, anyValueOf } from '../any-value-tree.js';
import { TraceJson } from './encode-json.js';

// What the writer is held against: the same trace as objects, of which JSON.stringify leaves out what is undefined.

const KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map((name) => `SPAN_KIND_${name}`);
const CODES = ['', 'OK', 'ERROR'].map((name) => `STATUS_CODE_${name}`);

const unless = <T, U>(zero: T, value: T, form: (value: T) => U): U | undefined =>
  value === zero ? undefined : form(value);
const text = (value: string) => unless('', value, String);
const count = (value: number) => unless(0, value, Number);
const time = (value: bigint) => unless(0n, value, String);
const id = (hex: string) => unless('', hex, () => Buffer.from(hex, 'hex').toString('base64'));
const enumName = (names: readonly string[], value: number) => unless(0, value, () => names[value] ?? value);
const list = <T>(values: readonly T[], form: (value: T) => unknown) =>
  values.length === 0 ? undefined : values.map(form);

const resourceSpansObject = (r: ResourceSpans) => ({
  resource: { attributes: r.attributes.map(attributeObject), droppedAttributesCount: count(r.droppedAttributes) },
  scopeSpans: r.scopeSpans.map((s) => ({
    scope: {
      name: text(s.name),
      version: text(s.version),
      attributes: list(s.attributes, attributeObject),
      droppedAttributesCount: count(s.droppedAttributes),
    },
    spans: s.spans.map(spanObject),
    schemaUrl: text(s.schemaUrl),
  })),
  schemaUrl: text(r.schemaUrl),
});

const spanObject = (span: Span) => ({
  traceId: id(span.traceId),
  spanId: id(span.spanId),
  traceState: text(span.traceState),
  parentSpanId: id(span.parentSpanId),
  flags: count(span.flags),
  name: text(span.name),
  kind: enumName(KINDS, span.kind),
  startTimeUnixNano: time(span.start),
  endTimeUnixNano: time(span.end),
  attributes: span.attributes.map(attributeObject),
  droppedAttributesCount: count(span.droppedAttributes),
  events: list(span.events, eventObject),
  droppedEventsCount: count(span.droppedEvents),
  links: list(span.links, linkObject),
  droppedLinksCount: count(span.droppedLinks),
  status: { message: text(span.statusMessage), code: enumName(CODES, span.statusCode) },
});

const eventObject = (event: SpanEvent) => ({
  timeUnixNano: time(event.ts),
  name: text(event.name),
  attributes: list(event.attributes, attributeObject),
  droppedAttributesCount: count(event.droppedAttributes),
});

const linkObject = (link: SpanLink) => ({
  traceId: id(link.traceId),
  spanId: id(link.spanId),
  traceState: text(link.traceState),
  flags: count(link.flags),
  attributes: list(link.attributes, attributeObject),
  droppedAttributesCount: count(link.droppedAttributes),
});

const attributeObject = (attribute: TypedAttribute) => ({
  key: attribute.key,
  value: valueObject(anyValueOf(attribute)),
});

function valueObject(value: AnyValue): unknown {
  switch (value.kind) {
    case 'string':
      return { stringValue: value.value };
    case 'bool':
      return { boolValue: value.value };
    case 'int':
      return { intValue: String(value.value) };
    case 'double':
      return { doubleValue: Number.isFinite(value.value) ? value.value : String(value.value) };
    case 'array':
      return { arrayValue: { values: value.values.map(valueObject) } };
    case 'kvlist':
      return { kvlistValue: { values: value.entries.map(([key, entry]) => ({ key, value: valueObject(entry) })) } };
    case 'bytes':
      return { bytesValue: Buffer.from(value.value).toString('base64') };
    case 'empty':
      return {};
  }
}

const anyText = fc.oneof(
  fc.constantFrom('', 'GET', 'http.request.method', '주문', '"\\\n'),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.nat(0xffff), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
);
const u32 = fc.oneof(fc.constant(0), fc.nat(0xffffffff));
const hexOf = (bytes: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('', 'ab'.repeat(bytes)),
    fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString('hex')),
  );
const anyTime = fc.oneof(fc.constant(0n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)).map(nanos);

const typedText = fc.oneof(
  fc.tuple(fc.constantFrom('s', '?'), anyText),
  fc.tuple(fc.constant('i'), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String)),
  fc.tuple(
    fc.constant('i'),
    fc.constantFrom('0', '-0', '007', '-7', '18446744073709551615', '', '1.5', '1'.repeat(21)),
  ),
  fc.tuple(fc.constant('d'), fc.double().map(String)),
  fc.tuple(fc.constant('d'), fc.constantFrom('-0', '1e21', 'Infinity', '1e-7', 'x')),
  fc.tuple(fc.constant('b'), fc.constantFrom('true', 'false', '')),
  fc.tuple(fc.constantFrom('a', 'k'), fc.oneof(fc.json({ stringUnit: 'binary' }), anyText)),
  fc.tuple(
    fc.constant('x'),
    fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  ),
  fc.constant(['n', ''] as const),
);
const attributes = fc.array(
  fc.tuple(anyText, typedText).map(([key, [type, value]]): TypedAttribute => ({ key, value, type })),
  { maxLength: 4 },
);

const anySpan: fc.Arbitrary<Span> = fc.record({
  traceId: hexOf(16),
  spanId: hexOf(8),
  parentSpanId: hexOf(8),
  traceState: anyText,
  flags: u32,
  name: anyText,
  kind: fc.nat(7),
  start: anyTime,
  end: anyTime,
  attributes,
  droppedAttributes: u32,
  events: fc.array(fc.record({ ts: anyTime, name: anyText, attributes, droppedAttributes: u32 }), { maxLength: 3 }),
  droppedEvents: u32,
  links: fc.array(
    fc.record({
      traceId: hexOf(16),
      spanId: hexOf(8),
      traceState: anyText,
      flags: u32,
      attributes,
      droppedAttributes: u32,
    }),
    { maxLength: 2 },
  ),
  droppedLinks: u32,
  statusCode: fc.nat(4),
  statusMessage: anyText,
});

const anyResourceSpans: fc.Arbitrary<ResourceSpans> = fc.record({
  attributes,
  droppedAttributes: u32,
  schemaUrl: anyText,
  scopeSpans: fc.array(
    fc.record({
      name: anyText,
      version: anyText,
      attributes,
      droppedAttributes: u32,
      schemaUrl: anyText,
      spans: fc.array(anySpan, { maxLength: 4 }),
    }),
    { maxLength: 2 },
  ),
});

test('a trace in pieces is what JSON.stringify makes of it as one object', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(anyResourceSpans, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
      anyText,
      (pieces, message) => {
        const encoder = new TraceJson('v2');
        const body = pieces.map((resourceSpans) => encoder.piece({ resourceSpans }));
        const json = Buffer.concat([...body, encoder.end({ message, status: 'PARTIAL', inspectedBytes: 7.5 })]);
        const resourceSpans = pieces.flat().map(resourceSpansObject);
        const rest = { metrics: { inspectedBytes: '7' }, status: 'PARTIAL', message: text(message) };
        expect(json.toString()).toBe(JSON.stringify({ trace: { resourceSpans }, ...rest }));
      },
    ),
    { numRuns: 300 },
  );
});
