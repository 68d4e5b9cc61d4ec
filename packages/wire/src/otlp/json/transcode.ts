import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from '@bongsu/model';
import { ProtobufWriter } from '../../protobuf/writer.js';
import type { DecodeError } from '../context.js';
import { quoteLargeIntegers } from './large-integers.js';
import {
  EXPORT_LOGS_REQUEST,
  EXPORT_METRICS_REQUEST,
  EXPORT_TRACES_REQUEST,
  type JsonField,
  type JsonMessage,
} from './messages.js';
import { MalformedJson, writeEnum, writePacked, writeScalar } from './scalars.js';

/**
 * Objects and arrays inside each other. One AnyValue inside another takes four, so a value that is one level above
 * the default limit of 64 still reaches the decoder and is refused by name.
 */
const MAX_JSON_DEPTH = 512;

/** An OTLP/JSON ExportLogsServiceRequest (UTF-8) as protobuf. What JSON cannot be is `malformed`, whole. */
export const transcodeLogs = (json: Uint8Array): Result<Uint8Array, DecodeError> =>
  transcode(json, EXPORT_LOGS_REQUEST);

/** An OTLP/JSON ExportTraceServiceRequest (UTF-8) as protobuf. */
export const transcodeTraces = (json: Uint8Array): Result<Uint8Array, DecodeError> =>
  transcode(json, EXPORT_TRACES_REQUEST);

/** An OTLP/JSON ExportMetricsServiceRequest (UTF-8) as protobuf. */
export const transcodeMetrics = (json: Uint8Array): Result<Uint8Array, DecodeError> =>
  transcode(json, EXPORT_METRICS_REQUEST);

function transcode(json: Uint8Array, message: JsonMessage): Result<Uint8Array, DecodeError> {
  if (!isUtf8(json)) return malformed('the body is not valid UTF-8');
  const scanned = quoteLargeIntegers(json);
  if (scanned.depth > MAX_JSON_DEPTH) return malformed(`the JSON is nested deeper than ${MAX_JSON_DEPTH} levels`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(scanned.text);
  } catch (error) {
    if (error instanceof SyntaxError) return malformed(`the body is not JSON: ${error.message}`);
    throw error;
  }
  const writer = new ProtobufWriter(json.length);
  try {
    writeMessage(writer, message, parsed, 'the request');
  } catch (error) {
    if (error instanceof MalformedJson) return malformed(error.message);
    throw error;
  }
  return ok(writer.finish());
}

const malformed = (message: string): Result<never, DecodeError> => err({ kind: 'malformed', message });

/** Writes a value that has the shape of `message`. Unknown fields and nulls are stepped over. Throws `MalformedJson`. */
export function writeMessage(writer: ProtobufWriter, message: JsonMessage, value: unknown, name: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedJson(`${name} must be an object`);
  for (const [key, fieldValue] of Object.entries(value)) {
    if (fieldValue === null) continue;
    const field = message.get(key);
    if (field !== undefined) writeField(writer, field, fieldValue);
  }
}

function writeField(writer: ProtobufWriter, field: JsonField, value: unknown): void {
  if (!field.repeated) {
    writeOne(writer, field, value);
    return;
  }
  if (!Array.isArray(value)) throw new MalformedJson(`${field.name} must be an array`);
  if (field.kind === 'string') for (const element of value as unknown[]) writeScalar(writer, field, 'string', element);
  else if (typeof field.kind === 'string') writePacked(writer, field, field.kind, value);
  else for (const element of value as unknown[]) if (element !== null) writeOne(writer, field, element);
}

function writeOne(writer: ProtobufWriter, field: JsonField, value: unknown): void {
  const { kind } = field;
  if (typeof kind === 'string') writeScalar(writer, field, kind, value);
  else if (typeof kind === 'function') {
    const mark = writer.begin(field.number);
    writeMessage(writer, kind(), value, field.name);
    writer.end(mark);
  } else writeEnum(writer, field, kind, value);
}
