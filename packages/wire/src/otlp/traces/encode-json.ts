import type { ResourceSpans, ScopeSpans, Span, SpanEvent, SpanLink, Trace, TypedAttribute } from '@bongsu/model';
import { type AnyValue, anyValueOf } from '../any-value-tree.js';
import type { TraceByIdStatus, TraceEncoder } from './encode.js';
import { fieldName, jsonBytes, JsonWriter, KeptId } from './json-writer.js';

/** `v1` is `{"batches": [...]}`, `v2` is `{"trace": {"resourceSpans": [...]}, ...}`. */
export type TraceJsonForm = 'v1' | 'v2';

const OPENING: Readonly<Record<TraceJsonForm, string>> = { v1: '{"batches":[', v2: '{"trace":{"resourceSpans":[' };

const SPAN_KINDS = [
  'SPAN_KIND_UNSPECIFIED',
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
].map((name) => jsonBytes(`"${name}"`));
const STATUS_CODES = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'].map((name) => jsonBytes(`"${name}"`));

const ATTRIBUTES = fieldName('attributes');
const CODE = fieldName('code');
const DROPPED_ATTRIBUTES_COUNT = fieldName('droppedAttributesCount');
const DROPPED_EVENTS_COUNT = fieldName('droppedEventsCount');
const DROPPED_LINKS_COUNT = fieldName('droppedLinksCount');
const END_TIME_UNIX_NANO = fieldName('endTimeUnixNano');
const EVENTS = fieldName('events');
const FLAGS = fieldName('flags');
const KIND = fieldName('kind');
const LINKS = fieldName('links');
const MESSAGE = fieldName('message');
const METRICS = fieldName('metrics');
const NAME = fieldName('name');
const PARENT_SPAN_ID = fieldName('parentSpanId');
const SCHEMA_URL = fieldName('schemaUrl');
const SCOPE_SPANS = fieldName('scopeSpans');
const SPANS = fieldName('spans');
const SPAN_ID = fieldName('spanId');
const START_TIME_UNIX_NANO = fieldName('startTimeUnixNano');
const STATUS = fieldName('status');
const TIME_UNIX_NANO = fieldName('timeUnixNano');
const TRACE_ID = fieldName('traceId');
const TRACE_STATE = fieldName('traceState');
const VERSION = fieldName('version');

const STRING_VALUE = jsonBytes('{"stringValue":');
const INT_VALUE = jsonBytes('{"intValue":');

/**
 * A trace in one or more pieces as Tempo writes it in JSON (protobuf's JSON mapping, not OTLP's: ids are base64, enums are
 * names, 64-bit integers are strings, zeros are left out; resource, scope and status are always there).
 */
export class TraceJson implements TraceEncoder {
  readonly #writer = new JsonWriter(16 * 1024);
  #pieces = 0;

  constructor(private readonly form: TraceJsonForm) {}

  piece({ resourceSpans }: Trace): Buffer {
    const writer = this.#writer;
    const isFirst = this.#pieces++ === 0;
    if (isFirst) writer.raw(OPENING[this.form]);
    for (const [i, element] of resourceSpans.entries()) {
      if (i > 0 || !isFirst) writer.raw(',');
      writeResourceSpans(writer, element);
    }
    return writer.take();
  }

  /** `status` only counts in v2. */
  end({ inspectedBytes, status, message }: TraceByIdStatus = {}): Buffer {
    const writer = this.#writer;
    writer.raw(']}');
    if (this.form === 'v1') return writer.take();
    if (inspectedBytes !== undefined) {
      writer.field(METRICS);
      writer.raw(`{"inspectedBytes":"${Math.trunc(inspectedBytes)}"}`);
    }
    if (status === 'PARTIAL') writeText(writer, STATUS, status);
    writeText(writer, MESSAGE, message ?? '');
    writer.raw('}');
    return writer.take();
  }
}

function writeResourceSpans(writer: JsonWriter, resourceSpans: ResourceSpans): void {
  writer.raw('{"resource":{');
  writeAttributes(writer, resourceSpans.attributes);
  writeCount(writer, DROPPED_ATTRIBUTES_COUNT, resourceSpans.droppedAttributes);
  writer.raw('}');
  writer.field(SCOPE_SPANS);
  writer.array(resourceSpans.scopeSpans, (scopeSpans) => writeScopeSpans(writer, scopeSpans));
  writeText(writer, SCHEMA_URL, resourceSpans.schemaUrl);
  writer.raw('}');
}

function writeScopeSpans(writer: JsonWriter, scopeSpans: ScopeSpans): void {
  writer.raw('{"scope":{');
  writeText(writer, NAME, scopeSpans.name);
  writeText(writer, VERSION, scopeSpans.version);
  if (scopeSpans.attributes.length > 0) writeAttributes(writer, scopeSpans.attributes);
  writeCount(writer, DROPPED_ATTRIBUTES_COUNT, scopeSpans.droppedAttributes);
  writer.raw('}');
  writer.field(SPANS);
  const ids: LastIds = { trace: new KeptId(), parent: new KeptId() };
  writer.array(scopeSpans.spans, (span) => writeSpan(writer, span, ids));
  writeText(writer, SCHEMA_URL, scopeSpans.schemaUrl);
  writer.raw('}');
}

/** Spans that follow each other have the same trace, and often the same parent. */
interface LastIds {
  readonly trace: KeptId;
  readonly parent: KeptId;
}

function writeSpan(writer: JsonWriter, span: Span, ids: LastIds): void {
  writer.raw('{');
  writeId(writer, TRACE_ID, span.traceId, ids.trace);
  writeId(writer, SPAN_ID, span.spanId);
  writeText(writer, TRACE_STATE, span.traceState);
  writeId(writer, PARENT_SPAN_ID, span.parentSpanId, ids.parent);
  writeCount(writer, FLAGS, span.flags);
  writeName(writer, span.name);
  writeEnum(writer, KIND, SPAN_KINDS, span.kind);
  writeTime(writer, START_TIME_UNIX_NANO, span.start);
  writeTime(writer, END_TIME_UNIX_NANO, span.end);
  writeAttributes(writer, span.attributes);
  writeCount(writer, DROPPED_ATTRIBUTES_COUNT, span.droppedAttributes);
  if (span.events.length > 0) {
    writer.field(EVENTS);
    writer.array(span.events, (event) => writeEvent(writer, event));
  }
  writeCount(writer, DROPPED_EVENTS_COUNT, span.droppedEvents);
  if (span.links.length > 0) {
    writer.field(LINKS);
    writer.array(span.links, (link) => writeLink(writer, link));
  }
  writeCount(writer, DROPPED_LINKS_COUNT, span.droppedLinks);
  writer.field(STATUS);
  writer.raw('{');
  writeText(writer, MESSAGE, span.statusMessage);
  writeEnum(writer, CODE, STATUS_CODES, span.statusCode);
  writer.raw('}}');
}

function writeEvent(writer: JsonWriter, event: SpanEvent): void {
  writer.raw('{');
  writeTime(writer, TIME_UNIX_NANO, event.ts);
  writeName(writer, event.name);
  if (event.attributes.length > 0) writeAttributes(writer, event.attributes);
  writeCount(writer, DROPPED_ATTRIBUTES_COUNT, event.droppedAttributes);
  writer.raw('}');
}

function writeLink(writer: JsonWriter, link: SpanLink): void {
  writer.raw('{');
  writeId(writer, TRACE_ID, link.traceId);
  writeId(writer, SPAN_ID, link.spanId);
  writeText(writer, TRACE_STATE, link.traceState);
  writeCount(writer, FLAGS, link.flags);
  if (link.attributes.length > 0) writeAttributes(writer, link.attributes);
  writeCount(writer, DROPPED_ATTRIBUTES_COUNT, link.droppedAttributes);
  writer.raw('}');
}

function writeAttributes(writer: JsonWriter, attributes: readonly TypedAttribute[]): void {
  writer.field(ATTRIBUTES);
  writer.array(attributes, (attribute) => writeAttribute(writer, attribute));
}

/** An integer as it is written, whose text is read and written for nothing. */
const WRITTEN_INTEGER = /^(?:0|-?[1-9]\d{0,18})$/;

function writeAttribute(writer: JsonWriter, attribute: TypedAttribute): void {
  const { key, value, type } = attribute;
  writer.raw('{"key":');
  writer.repeatedString(key);
  writer.raw(',"value":');
  // Most are strings and integers, which need no value in between.
  if (type === 's') writeString(writer, value);
  else if (type === 'i' && WRITTEN_INTEGER.test(value)) writeInteger(writer, value);
  else writeAnyValue(writer, anyValueOf(attribute));
  writer.raw('}');
}

function writeAnyValue(writer: JsonWriter, value: AnyValue): void {
  switch (value.kind) {
    case 'string':
      writeString(writer, value.value);
      return;
    case 'bool':
      writer.raw(value.value ? '{"boolValue":true}' : '{"boolValue":false}');
      return;
    case 'int':
      writeInteger(writer, String(value.value));
      return;
    case 'double':
      // JSON has no other numbers; those that are not finite are texts.
      writer.raw(Number.isFinite(value.value) ? `{"doubleValue":${value.value}}` : `{"doubleValue":"${value.value}"}`);
      return;
    case 'array':
      writer.raw('{"arrayValue":{"values":');
      writer.array(value.values, (element) => writeAnyValue(writer, element));
      writer.raw('}}');
      return;
    case 'kvlist':
      writer.raw('{"kvlistValue":{"values":');
      writer.array(value.entries, ([key, entry]) => {
        writer.raw('{"key":');
        writer.string(key);
        writer.raw(',"value":');
        writeAnyValue(writer, entry);
        writer.raw('}');
      });
      writer.raw('}}');
      return;
    case 'bytes':
      writer.raw(`{"bytesValue":"${Buffer.from(value.value).toString('base64')}"}`);
      return;
    case 'empty':
      writer.raw('{}');
  }
}

function writeString(writer: JsonWriter, value: string): void {
  writer.bytes(STRING_VALUE);
  writer.string(value);
  writer.raw('}');
}

function writeInteger(writer: JsonWriter, digits: string): void {
  writer.bytes(INT_VALUE);
  writer.string(digits);
  writer.raw('}');
}

function writeId(writer: JsonWriter, field: Uint8Array, hex: string, last?: KeptId): void {
  if (hex === '') return;
  writer.field(field);
  writer.base64OfHex(hex, last);
}

function writeName(writer: JsonWriter, name: string): void {
  if (name === '') return;
  writer.field(NAME);
  writer.repeatedString(name);
}

function writeText(writer: JsonWriter, field: Uint8Array, text: string): void {
  if (text === '') return;
  writer.field(field);
  writer.string(text);
}

function writeCount(writer: JsonWriter, field: Uint8Array, count: number): void {
  if (count === 0) return;
  writer.field(field);
  writer.raw(String(count));
}

function writeTime(writer: JsonWriter, field: Uint8Array, time: bigint): void {
  if (time === 0n) return;
  writer.field(field);
  writer.string(String(time));
}

/** A number that has no name stands for itself. */
function writeEnum(writer: JsonWriter, field: Uint8Array, names: readonly Uint8Array[], value: number): void {
  if (value === 0) return;
  writer.field(field);
  const name = names[value];
  if (name) writer.bytes(name);
  else writer.raw(String(value));
}
