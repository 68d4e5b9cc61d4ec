import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from '@bongsu/model';
import type { DecodeError } from '../otlp/context.js';
import { ProtobufWriter } from '../protobuf/writer.js';
import { MalformedZipkin, readSpan, type ZipkinEndpoint, type ZipkinSpan } from './span.js';

/**
 * A list of Zipkin v2 spans (JSON, UTF-8) as an OTLP ExportTraceServiceRequest, so that the meaning of a stored span is
 * written down once. Names follow the OpenTelemetry specification's "OpenTelemetry to Zipkin" read backwards.
 */
export function transcodeZipkin(json: Uint8Array): Result<Uint8Array, DecodeError> {
  const malformed = (message: string): Result<never, DecodeError> => err({ kind: 'malformed', message });
  if (!isUtf8(json)) return malformed('the body is not valid UTF-8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(json).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return malformed(`the body is not JSON: ${error.message}`);
    throw error;
  }
  if (!Array.isArray(parsed)) return malformed('the body must be a list of Zipkin v2 spans');
  const byService = new Map<string, ZipkinSpan[]>();
  try {
    for (const [i, value] of (parsed as unknown[]).entries()) {
      const span = readSpan(value, i);
      const service = span.localEndpoint.serviceName;
      const known = byService.get(service);
      if (known === undefined) byService.set(service, [span]);
      else known.push(span);
    }
  } catch (error) {
    if (error instanceof MalformedZipkin) return malformed(error.message);
    throw error;
  }
  const writer = new ProtobufWriter(json.length);
  for (const [service, spans] of byService) writeService(writer, service, spans);
  return ok(writer.finish());
}

function writeService(writer: ProtobufWriter, service: string, spans: readonly ZipkinSpan[]): void {
  const resourceSpans = writer.begin(1);
  const resource = writer.begin(1);
  if (service !== '') writeText(writer, 1, 'service.name', service);
  writer.end(resource);
  const scopeSpans = writer.begin(2);
  for (const span of spans) writeSpan(writer, span);
  writer.end(scopeSpans);
  writer.end(resourceSpans);
}

const KINDS: Readonly<Record<string, number>> = { SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 };
const STATUS_OK = 1;
const STATUS_ERROR = 2;
/** Tags that become fields of the span. */
const OWN_TAGS = new Set(['error', 'otel.status_code', 'otel.status_description', 'w3c.tracestate']);

function writeSpan(writer: ProtobufWriter, span: ZipkinSpan): void {
  const mark = writer.begin(2);
  writer.bytes(1, Buffer.from(span.traceId.padStart(32, '0'), 'hex'));
  writer.bytes(2, Buffer.from(span.id, 'hex'));
  const state = span.tags.get('w3c.tracestate');
  if (state !== undefined) writer.string(3, state);
  if (span.parentId !== '') writer.bytes(4, Buffer.from(span.parentId, 'hex'));
  writer.string(5, span.name);
  writer.int32(6, KINDS[span.kind] ?? 1);
  writer.fixed64(7, span.timestampUs * 1000n);
  writer.fixed64(8, (span.timestampUs + span.durationUs) * 1000n);
  writeEndpoint(writer, span.remoteEndpoint, 'network.peer', 'peer.service');
  writeEndpoint(writer, span.localEndpoint, 'network.local', undefined);
  for (const [key, value] of span.tags) if (!OWN_TAGS.has(key)) writeText(writer, 9, key, value);
  if (span.shared) writeText(writer, 9, 'zipkin.shared', 'true');
  for (const { timestampUs, value } of span.annotations) {
    const event = writer.begin(11);
    writer.fixed64(1, timestampUs * 1000n);
    writer.string(2, value);
    writer.end(event);
  }
  writeStatus(writer, span.tags);
  writer.end(mark);
}

function writeEndpoint(
  writer: ProtobufWriter,
  endpoint: ZipkinEndpoint,
  prefix: string,
  serviceKey: string | undefined,
): void {
  if (serviceKey !== undefined && endpoint.serviceName !== '') writeText(writer, 9, serviceKey, endpoint.serviceName);
  if (endpoint.address !== '') writeText(writer, 9, `${prefix}.address`, endpoint.address);
  if (endpoint.port !== 0) {
    const attribute = writer.begin(9);
    writer.string(1, `${prefix}.port`);
    const value = writer.begin(2);
    writer.int64(3, BigInt(endpoint.port));
    writer.end(value);
    writer.end(attribute);
  }
}

/** An `error` tag is an error whatever it holds, but for OpenTelemetry's own word in `otel.status_code`. */
function writeStatus(writer: ProtobufWriter, tags: ReadonlyMap<string, string>): void {
  const code = tags.get('otel.status_code');
  const error = tags.get('error');
  const isError = code === 'ERROR' || (code === undefined && error !== undefined && error !== 'false');
  if (!isError && code !== 'OK') return;
  const mark = writer.begin(15);
  const said = error === undefined || error === 'true' || error === 'false' ? '' : error;
  const message = tags.get('otel.status_description') ?? said;
  if (isError && message !== '') writer.string(2, message);
  writer.int32(3, isError ? STATUS_ERROR : STATUS_OK);
  writer.end(mark);
}

function writeText(writer: ProtobufWriter, field: number, key: string, text: string): void {
  const attribute = writer.begin(field);
  writer.string(1, key);
  const value = writer.begin(2);
  writer.string(1, text);
  writer.end(value);
  writer.end(attribute);
}
