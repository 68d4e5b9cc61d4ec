import type { ResourceSpans, ScopeSpans, Span, SpanEvent, SpanLink, Trace, TypedAttribute } from '@bongsu/model';
import { ProtobufWriter } from '../../protobuf/writer.js';
import { type AnyValue, anyValueOf } from '../any-value-tree.js';

/** What stands beside the trace in Tempo's TraceByIDResponse. */
export interface TraceByIdStatus {
  readonly status?: 'COMPLETE' | 'PARTIAL';
  readonly message?: string;
  /** Bytes read to answer; shown by Tempo's clients. */
  readonly inspectedBytes?: number;
}

/** Makes the body of an answer from a trace that comes in pieces, at least one, each with spans that follow the last's. */
export interface TraceEncoder {
  piece(trace: Trace): Uint8Array;
  end(status?: TraceByIdStatus): Uint8Array;
}

/** A trace as OTLP TracesData. */
export function encodeTrace(trace: Trace): Uint8Array {
  const writer = new ProtobufWriter(16 * 1024);
  writeTrace(writer, trace);
  return writer.finish();
}

/** The trace as OTLP TracesData, which is also Tempo's `tempopb.Trace`: the body of Tempo's v1 answer in protobuf. */
export class TraceProtobuf implements TraceEncoder {
  piece(trace: Trace): Uint8Array {
    return encodeTrace(trace);
  }

  end(): Uint8Array {
    return new Uint8Array(0);
  }
}

/**
 * Tempo's `tempopb.TraceByIDResponse`, the body of its v2 answer in protobuf. Always holds a trace, also an empty one. Its
 * length stands before it, so that the encoded pieces (about 120 bytes a span) are kept until the end: as fields of their
 * own, which the format says are one, some readers would keep the last alone.
 */
export class TraceByIdProtobuf implements TraceEncoder {
  readonly #pieces: Uint8Array[] = [];

  piece(trace: Trace): Uint8Array {
    this.#pieces.push(encodeTrace(trace));
    return new Uint8Array(0);
  }

  end(status: TraceByIdStatus = {}): Uint8Array {
    const writer = new ProtobufWriter(16 * 1024);
    // trace = 1, metrics = 2 { inspectedBytes = 1 }, status = 3 (COMPLETE 0, PARTIAL 1), message = 4.
    // Readers dereference `trace` without a check, so it is written even when nothing is in it.
    writer.bytes(1, Buffer.concat(this.#pieces));
    if (status.inspectedBytes !== undefined) {
      const metrics = writer.begin(2);
      writer.int64(1, BigInt(Math.trunc(status.inspectedBytes)));
      writer.end(metrics);
    }
    if (status.status === 'PARTIAL') writer.uint32(3, 1);
    if (status.message !== undefined && status.message !== '') writer.string(4, status.message);
    return writer.finish();
  }
}

function writeTrace(writer: ProtobufWriter, trace: Trace): void {
  for (const resourceSpans of trace.resourceSpans) {
    const mark = writer.begin(1);
    writeResourceSpans(writer, resourceSpans);
    writer.end(mark);
  }
}

function writeResourceSpans(writer: ProtobufWriter, resourceSpans: ResourceSpans): void {
  // Readers dereference resource, scope and status without a check: they are written also when empty.
  const resource = writer.begin(1);
  writeAttributes(writer, 1, resourceSpans.attributes);
  writeCount(writer, 2, resourceSpans.droppedAttributes);
  writer.end(resource);
  for (const scopeSpans of resourceSpans.scopeSpans) {
    const mark = writer.begin(2);
    writeScopeSpans(writer, scopeSpans);
    writer.end(mark);
  }
  writeText(writer, 3, resourceSpans.schemaUrl);
}

function writeScopeSpans(writer: ProtobufWriter, scopeSpans: ScopeSpans): void {
  const scope = writer.begin(1);
  writeText(writer, 1, scopeSpans.name);
  writeText(writer, 2, scopeSpans.version);
  writeAttributes(writer, 3, scopeSpans.attributes);
  writeCount(writer, 4, scopeSpans.droppedAttributes);
  writer.end(scope);
  for (const span of scopeSpans.spans) {
    const mark = writer.begin(2);
    writeSpan(writer, span);
    writer.end(mark);
  }
  writeText(writer, 3, scopeSpans.schemaUrl);
}

function writeSpan(writer: ProtobufWriter, span: Span): void {
  writeId(writer, 1, span.traceId);
  writeId(writer, 2, span.spanId);
  writeText(writer, 3, span.traceState);
  writeId(writer, 4, span.parentSpanId);
  writeText(writer, 5, span.name);
  writeCount(writer, 6, span.kind);
  writer.fixed64(7, span.start);
  writer.fixed64(8, span.end);
  writeAttributes(writer, 9, span.attributes);
  writeCount(writer, 10, span.droppedAttributes);
  for (const event of span.events) {
    const mark = writer.begin(11);
    writeEvent(writer, event);
    writer.end(mark);
  }
  writeCount(writer, 12, span.droppedEvents);
  for (const link of span.links) {
    const mark = writer.begin(13);
    writeLink(writer, link);
    writer.end(mark);
  }
  writeCount(writer, 14, span.droppedLinks);
  const status = writer.begin(15);
  writeText(writer, 2, span.statusMessage);
  writeCount(writer, 3, span.statusCode);
  writer.end(status);
  if (span.flags !== 0) writer.fixed32(16, span.flags);
}

function writeEvent(writer: ProtobufWriter, event: SpanEvent): void {
  writer.fixed64(1, event.ts);
  writeText(writer, 2, event.name);
  writeAttributes(writer, 3, event.attributes);
  writeCount(writer, 4, event.droppedAttributes);
}

function writeLink(writer: ProtobufWriter, link: SpanLink): void {
  writeId(writer, 1, link.traceId);
  writeId(writer, 2, link.spanId);
  writeText(writer, 3, link.traceState);
  writeAttributes(writer, 4, link.attributes);
  writeCount(writer, 5, link.droppedAttributes);
  if (link.flags !== 0) writer.fixed32(6, link.flags);
}

function writeAttributes(writer: ProtobufWriter, field: number, attributes: readonly TypedAttribute[]): void {
  for (const attribute of attributes) writeKeyValue(writer, field, attribute.key, anyValueOf(attribute));
}

function writeKeyValue(writer: ProtobufWriter, field: number, key: string, value: AnyValue): void {
  const entry = writer.begin(field);
  writer.string(1, key);
  const mark = writer.begin(2);
  writeAnyValue(writer, value);
  writer.end(mark);
  writer.end(entry);
}

function writeAnyValue(writer: ProtobufWriter, value: AnyValue): void {
  switch (value.kind) {
    case 'string':
      writer.string(1, value.value);
      return;
    case 'bool':
      writer.bool(2, value.value);
      return;
    case 'int':
      writer.int64(3, value.value);
      return;
    case 'double':
      writer.double(4, value.value);
      return;
    case 'array': {
      const array = writer.begin(5);
      for (const element of value.values) {
        const mark = writer.begin(1);
        writeAnyValue(writer, element);
        writer.end(mark);
      }
      writer.end(array);
      return;
    }
    case 'kvlist': {
      const list = writer.begin(6);
      for (const [key, entry] of value.entries) writeKeyValue(writer, 1, key, entry);
      writer.end(list);
      return;
    }
    case 'bytes':
      writer.bytes(7, value.value);
      return;
    case 'empty':
  }
}

function writeId(writer: ProtobufWriter, field: number, hex: string): void {
  if (hex !== '') writer.bytes(field, Buffer.from(hex, 'hex'));
}

function writeText(writer: ProtobufWriter, field: number, text: string): void {
  if (text !== '') writer.string(field, text);
}

function writeCount(writer: ProtobufWriter, field: number, count: number): void {
  if (count !== 0) writer.uint32(field, count);
}
