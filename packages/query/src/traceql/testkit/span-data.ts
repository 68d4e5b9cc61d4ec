import {
  fingerprintOf,
  fingerprintToBigInt,
  nanos,
  RowWriter,
  SPAN_ROW,
  type Nanos,
  type SpanEvent,
  type SpanLink,
  type TypedAttribute,
} from '@bongsu/model';
import type { TestEngine } from '../../testkit/engine.js';

/** `{ a: 's:text', b: 'i:5' }`: attributes with their type letters. */
export type AttributeTexts = Readonly<Record<string, string>>;

export interface TestResource {
  readonly service: string;
  readonly attributes?: AttributeTexts;
  readonly scopeName?: string;
  readonly scopeAttributes?: AttributeTexts;
}

export interface TestSpan {
  readonly trace: string;
  readonly span: string;
  readonly parent?: string;
  readonly start: Nanos;
  readonly duration?: bigint;
  readonly name?: string;
  readonly kind?: number;
  readonly status?: number;
  readonly statusMessage?: string;
  readonly resource: TestResource;
  readonly attributes?: AttributeTexts;
  readonly events?: readonly SpanEvent[];
  readonly links?: readonly SpanLink[];
  readonly tenant?: string;
  /** W3C tracestate; `k=v` when not given. */
  readonly traceState?: string;
}

/** 2026-01-02T03:04:00Z, the time the data of the tests begins. */
export const T0 = nanos(1_767_323_040_000_000_000n);
export const after = (seconds: number): Nanos => nanos(T0 + BigInt(Math.round(seconds * 1000)) * 1_000_000n);

export const typed = (texts: AttributeTexts = {}): TypedAttribute[] =>
  Object.entries(texts).map(([key, text]) => ({ key, type: text[0]!, value: text.slice(2) }));

const letters = (attributes: readonly TypedAttribute[]): string => attributes.map((a) => a.type).join('');

function writeMap(rows: RowWriter, attributes: readonly TypedAttribute[]): void {
  rows.varint(attributes.length);
  for (const { key, value } of attributes) {
    rows.text(key);
    rows.text(value);
  }
}

function writeList<T>(rows: RowWriter, items: readonly T[], write: (item: T) => void): void {
  rows.varint(items.length);
  for (const item of items) write(item);
}

function writeId(rows: RowWriter, hex: string, width: number): void {
  rows.fixed(Buffer.from(hex, 'hex'), 0, hex.length / 2, width);
}

/** Stores spans with their resources; the materialized view sums up their traces. */
export async function storeSpans(engine: TestEngine, spans: readonly TestSpan[]): Promise<void> {
  const rows = new RowWriter();
  const resources = new Map<string, Record<string, unknown>>();
  for (const s of spans) {
    const tenant = s.tenant ?? 'default';
    const fingerprint = fingerprintOf(JSON.stringify(s.resource));
    const attributes = typed(s.attributes);
    const events = s.events ?? [];
    const links = s.links ?? [];
    rows.text(tenant);
    writeId(rows, s.trace.padStart(32, '0'), 16);
    writeId(rows, s.span.padStart(16, '0'), 8);
    writeId(rows, (s.parent ?? '').padStart(16, '0'), 8);
    rows.text(s.traceState ?? 'k=v');
    rows.u32(1);
    rows.text(s.name ?? 'op');
    rows.u8(s.kind ?? 1);
    rows.i64big(s.start);
    rows.i64big(s.duration ?? 1_000_000n);
    rows.u8(s.status ?? 0);
    rows.text(s.statusMessage ?? '');
    rows.text(s.resource.service);
    rows.u64(fingerprint.lo, fingerprint.hi);
    writeMap(rows, attributes);
    rows.text(letters(attributes));
    rows.u32(2);
    writeList(rows, events, (e) => rows.i64big(e.ts));
    writeList(rows, events, (e) => rows.text(e.name));
    writeList(rows, events, (e) => writeMap(rows, e.attributes));
    writeList(rows, events, (e) => rows.text(letters(e.attributes)));
    writeList(rows, events, (e) => rows.u32(e.droppedAttributes));
    rows.u32(3);
    writeList(rows, links, (l) => writeId(rows, l.traceId, 16));
    writeList(rows, links, (l) => writeId(rows, l.spanId, 8));
    writeList(rows, links, (l) => rows.text(l.traceState));
    writeList(rows, links, (l) => rows.u32(l.flags));
    writeList(rows, links, (l) => writeMap(rows, l.attributes));
    writeList(rows, links, (l) => rows.text(letters(l.attributes)));
    writeList(rows, links, (l) => rows.u32(l.droppedAttributes));
    rows.u32(4);
    const day = new Date(Number(s.start / 1_000_000n)).toISOString().slice(0, 10);
    resources.set(`${tenant} ${day} ${JSON.stringify(s.resource)}`, {
      tenant,
      day,
      fingerprint: String(fingerprintToBigInt(fingerprint)),
      ...resourceColumns(s.resource),
    });
  }
  await engine.insertJson('resources', [...resources.values()]);
  await engine.insertBinary('spans', SPAN_ROW, rows.take());
}

function resourceColumns(resource: TestResource): Record<string, unknown> {
  const attributes = typed({ 'service.name': `s:${resource.service}`, ...resource.attributes });
  const scopeAttributes = typed(resource.scopeAttributes);
  return {
    service: resource.service,
    attributes: Object.fromEntries(attributes.map((a) => [a.key, a.value])),
    attribute_types: letters(attributes),
    dropped_attributes: 5,
    schema_url: 'https://schema',
    scope_name: resource.scopeName ?? '',
    scope_version: resource.scopeName ? '1.0' : '',
    scope_attributes: Object.fromEntries(scopeAttributes.map((a) => [a.key, a.value])),
    scope_attribute_types: letters(scopeAttributes),
    scope_dropped_attributes: 0,
    scope_schema_url: '',
  };
}
