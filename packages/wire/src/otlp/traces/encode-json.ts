import type { ResourceSpans, ScopeSpans, Span, SpanEvent, SpanLink, Trace, TypedAttribute } from '@bongsu/model';
import { type AnyValue, anyValueOf } from '../any-value-tree.js';
import type { TraceByIdStatus, TraceEncoder } from './encode.js';

/** `v1` is `{"batches": [...]}`, `v2` is `{"trace": {"resourceSpans": [...]}, ...}`. */
export type TraceJsonForm = 'v1' | 'v2';

const SPAN_KINDS: readonly string[] = [
  'SPAN_KIND_UNSPECIFIED',
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
];
const STATUS_CODES: readonly string[] = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'];

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * A trace in one or more pieces as Tempo writes it in JSON (protobuf's JSON mapping, not OTLP's: ids are base64, enums are
 * names, 64-bit integers are strings, zeros are left out; resource, scope and status are always there).
 */
export class TraceJson implements TraceEncoder {
  #pieces = 0;

  constructor(private readonly form: TraceJsonForm) {}

  piece({ resourceSpans }: Trace): Buffer {
    const opening = this.form === 'v1' ? '{"batches":[' : '{"trace":{"resourceSpans":[';
    const before = this.#pieces++ === 0 ? opening : resourceSpans.length === 0 ? '' : ',';
    return Buffer.from(before + JSON.stringify(resourceSpans.map(resourceSpansJson)).slice(1, -1));
  }

  /** `status` only counts in v2. */
  end(status: TraceByIdStatus = {}): Buffer {
    if (this.form === 'v1') return Buffer.from(']}');
    const rest = JSON.stringify({
      metrics:
        status.inspectedBytes === undefined ? undefined : { inspectedBytes: String(Math.trunc(status.inspectedBytes)) },
      status: status.status === 'PARTIAL' ? 'PARTIAL' : undefined,
      message: text(status.message ?? ''),
    });
    return Buffer.from(rest === '{}' ? ']}}' : `]},${rest.slice(1)}`);
  }
}

function resourceSpansJson(resourceSpans: ResourceSpans): Json {
  return {
    resource: {
      attributes: attributesJson(resourceSpans.attributes),
      droppedAttributesCount: count(resourceSpans.droppedAttributes),
    },
    scopeSpans: resourceSpans.scopeSpans.map(scopeSpansJson),
    schemaUrl: text(resourceSpans.schemaUrl),
  };
}

function scopeSpansJson(scopeSpans: ScopeSpans): Json {
  return {
    scope: {
      name: text(scopeSpans.name),
      version: text(scopeSpans.version),
      attributes: scopeSpans.attributes.length === 0 ? undefined : attributesJson(scopeSpans.attributes),
      droppedAttributesCount: count(scopeSpans.droppedAttributes),
    },
    spans: scopeSpans.spans.map(spanJson),
    schemaUrl: text(scopeSpans.schemaUrl),
  };
}

function spanJson(span: Span): Json {
  return {
    traceId: id(span.traceId),
    spanId: id(span.spanId),
    traceState: text(span.traceState),
    parentSpanId: id(span.parentSpanId),
    flags: count(span.flags),
    name: text(span.name),
    kind: enumName(SPAN_KINDS, span.kind),
    startTimeUnixNano: time(span.start),
    endTimeUnixNano: time(span.end),
    attributes: attributesJson(span.attributes),
    droppedAttributesCount: count(span.droppedAttributes),
    events: span.events.length === 0 ? undefined : span.events.map(eventJson),
    droppedEventsCount: count(span.droppedEvents),
    links: span.links.length === 0 ? undefined : span.links.map(linkJson),
    droppedLinksCount: count(span.droppedLinks),
    status: { message: text(span.statusMessage), code: enumName(STATUS_CODES, span.statusCode) },
  };
}

function eventJson(event: SpanEvent): Json {
  return {
    timeUnixNano: time(event.ts),
    name: text(event.name),
    attributes: event.attributes.length === 0 ? undefined : attributesJson(event.attributes),
    droppedAttributesCount: count(event.droppedAttributes),
  };
}

function linkJson(link: SpanLink): Json {
  return {
    traceId: id(link.traceId),
    spanId: id(link.spanId),
    traceState: text(link.traceState),
    flags: count(link.flags),
    attributes: link.attributes.length === 0 ? undefined : attributesJson(link.attributes),
    droppedAttributesCount: count(link.droppedAttributes),
  };
}

const attributesJson = (attributes: readonly TypedAttribute[]): Json =>
  attributes.map((attribute) => ({ key: attribute.key, value: anyValueJson(anyValueOf(attribute)) }));

function anyValueJson(value: AnyValue): Json {
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
      return { arrayValue: { values: value.values.map(anyValueJson) } };
    case 'kvlist':
      return { kvlistValue: { values: value.entries.map(([key, entry]) => ({ key, value: anyValueJson(entry) })) } };
    case 'bytes':
      return { bytesValue: Buffer.from(value.value).toString('base64') };
    case 'empty':
      return {};
  }
}

// JSON.stringify leaves out what is undefined.
const text = (value: string): string | undefined => (value === '' ? undefined : value);
const count = (value: number): number | undefined => (value === 0 ? undefined : value);
const time = (value: bigint): string | undefined => (value === 0n ? undefined : String(value));
const id = (hex: string): string | undefined => (hex === '' ? undefined : Buffer.from(hex, 'hex').toString('base64'));
const enumName = (names: readonly string[], value: number): string | number | undefined =>
  value === 0 ? undefined : (names[value] ?? value);
