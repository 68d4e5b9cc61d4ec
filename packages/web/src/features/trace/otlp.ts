import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../api/json.js';
import { parseNanos } from '../../time/nanos.js';
import { idToHex } from './ids.js';

/** What a value is in TraceQL; `other` are lists, maps and bytes, which it cannot compare. */
export type AttributeType = 'string' | 'number' | 'boolean' | 'other';

export interface Attribute {
  readonly key: string;
  readonly value: string;
  readonly type: AttributeType;
}

export interface SpanEvent {
  readonly name: string;
  /** Unix nanoseconds. */
  readonly time: bigint;
  readonly attributes: readonly Attribute[];
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: readonly Attribute[];
}

export type SpanStatus = 'unset' | 'ok' | 'error';

/** What the tree of a trace is made of. */
export interface SpanHead {
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentId: string;
  readonly name: string;
  readonly service: string;
  /** Unix nanoseconds. */
  readonly start: bigint;
  readonly end: bigint;
  readonly status: SpanStatus;
}

export interface Span extends SpanHead {
  readonly traceId: string;
  readonly kind: string;
  readonly statusMessage: string;
  readonly traceState: string;
  readonly attributes: readonly Attribute[];
  readonly resource: readonly Attribute[];
  readonly scope: string;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly droppedAttributes: number;
  readonly droppedEvents: number;
  readonly droppedLinks: number;
}

/** What sent a span: the same object for all spans of one scope. */
export interface SpanOrigin {
  readonly service: string;
  readonly resource: readonly Attribute[];
  readonly scope: string;
}

/** What sent the spans of each list of spans in an answer of api/v2/traces/{id}, in their order. */
export function readOrigins(body: unknown): readonly SpanOrigin[] {
  const root = asRecord(body);
  const trace = asRecord(root['trace'] ?? root);
  const origins: SpanOrigin[] = [];
  for (const resourceItem of asArray(trace['resourceSpans'] ?? trace['batches'])) {
    const resourceSpans = asRecord(resourceItem);
    const resource = attributes(asRecord(resourceSpans['resource'])['attributes']);
    const service = resource.find(({ key }) => key === 'service.name')?.value ?? 'unknown_service';
    for (const scopeItem of asArray(resourceSpans['scopeSpans'])) {
      const scopeSpans = asRecord(scopeItem);
      const scope = asRecord(scopeSpans['scope']);
      const scopeText = [asText(scope['name']), asText(scope['version'])].filter(Boolean).join(' ');
      if (Array.isArray(scopeSpans['spans'])) origins.push({ service, resource, scope: scopeText });
    }
  }
  return origins;
}

/** Reads of a span what the tree of its trace is made of. */
export function readHead(raw: JsonRecord): Omit<SpanHead, 'service'> {
  const start = parseNanos(asText(raw['startTimeUnixNano']));
  const end = parseNanos(asText(raw['endTimeUnixNano']));
  return {
    spanId: idToHex(asText(raw['spanId'])),
    parentId: idToHex(asText(raw['parentSpanId'])),
    name: asText(raw['name']) ?? '',
    start,
    // A span that ends before it starts is drawn as a point; its attributes still show.
    end: end < start ? start : end,
    status: spanStatus(asRecord(raw['status'])['code']),
  };
}

/** Reads the rest of a span. */
export function readSpan(raw: JsonRecord, origin: SpanOrigin): Span {
  const { spanId, parentId, name, start, end, status } = readHead(raw);
  return {
    ...{ spanId, parentId, name, start, end, status, ...origin },
    traceId: idToHex(asText(raw['traceId'])),
    kind: spanKind(raw['kind']),
    statusMessage: asText(asRecord(raw['status'])['message']) ?? '',
    traceState: asText(raw['traceState']) ?? '',
    attributes: attributes(raw['attributes']),
    events: asArray(raw['events']).map((item) => {
      const event = asRecord(item);
      return {
        name: asText(event['name']) ?? '',
        time: parseNanos(asText(event['timeUnixNano'])),
        attributes: attributes(event['attributes']),
      };
    }),
    links: asArray(raw['links']).map((item) => {
      const link = asRecord(item);
      return {
        traceId: idToHex(asText(link['traceId'])),
        spanId: idToHex(asText(link['spanId'])),
        attributes: attributes(link['attributes']),
      };
    }),
    droppedAttributes: asNumber(raw['droppedAttributesCount']) ?? 0,
    droppedEvents: asNumber(raw['droppedEventsCount']) ?? 0,
    droppedLinks: asNumber(raw['droppedLinksCount']) ?? 0,
  };
}

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

/** Enums come as names (protobuf JSON) or as numbers (OTLP JSON). */
function spanKind(kind: unknown): string {
  if (typeof kind === 'number') return kinds[kind] ?? 'unspecified';
  return (asText(kind) ?? 'unspecified').replace(/^SPAN_KIND_/, '').toLowerCase();
}

function spanStatus(code: unknown): SpanStatus {
  if (code === 2 || code === 'STATUS_CODE_ERROR') return 'error';
  return code === 1 || code === 'STATUS_CODE_OK' ? 'ok' : 'unset';
}

function attributes(list: unknown): readonly Attribute[] {
  const read = asArray(list).map((item) => {
    const pair = asRecord(item);
    const value = pair['value'];
    return { key: asText(pair['key']) ?? '', value: anyValueText(value), type: attributeType(asRecord(value)) };
  });
  return read.length < 2 ? read : read.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function attributeType(value: JsonRecord): AttributeType {
  if ('intValue' in value || 'doubleValue' in value) return 'number';
  if ('boolValue' in value) return 'boolean';
  return 'stringValue' in value ? 'string' : 'other';
}

/** An AnyValue as text: scalars as they are, lists and maps as JSON. */
export function anyValueText(value: unknown): string {
  const plain = anyValue(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

function anyValue(value: unknown): unknown {
  const any = asRecord(value);
  if ('stringValue' in any) return asText(any['stringValue']) ?? '';
  // 64-bit integers and the special doubles are strings on the wire and stay text, so no digit is lost.
  if ('intValue' in any) return asText(any['intValue']) ?? '';
  if ('doubleValue' in any) return asText(any['doubleValue']) ?? '';
  if ('boolValue' in any) return any['boolValue'] === true;
  if ('arrayValue' in any) return asArray(asRecord(any['arrayValue'])['values']).map(anyValue);
  if ('kvlistValue' in any) {
    const pairs = asArray(asRecord(any['kvlistValue'])['values']).map(asRecord);
    return Object.fromEntries(pairs.map((pair) => [asText(pair['key']) ?? '', anyValue(pair['value'])]));
  }
  if ('bytesValue' in any) return asText(any['bytesValue']) ?? '';
  return '';
}
