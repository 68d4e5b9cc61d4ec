import { err, ok, type Result } from '@bongsu/model';
import { MalformedProtobuf, ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '../protobuf/reader.js';

/** Fields of the requests of `tempopb.StreamingQuerier`, with the defaults of protobuf where they were not sent. */
export interface TempoSearchRequest {
  readonly tags: ReadonlyMap<string, string>;
  readonly minDurationMs: number;
  readonly maxDurationMs: number;
  readonly limit: number;
  /** Seconds since the epoch; 0 for none. */
  readonly start: number;
  readonly end: number;
  readonly query: string;
  readonly spansPerSpanSet: number;
}

export interface TempoTagsRequest {
  readonly scope: string;
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly limit: number;
}

export interface TempoTagValuesRequest {
  readonly tagName: string;
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly limit: number;
}

export interface TempoMetricsRequest {
  readonly query: string;
  /** Nanoseconds since the epoch; 0 for none. */
  readonly start: bigint;
  readonly end: bigint;
  readonly step: bigint;
  readonly exemplars: number;
  readonly maxSeries: number;
}

type Fields = ReadonlyMap<number, { readonly number: bigint; readonly bytes: readonly Buffer[] }>;

/** Every field of a message by its number: the last value of numbers, all of texts. */
function fieldsOf(body: Uint8Array): Result<Fields, string> {
  const reader = new ProtobufReader(body);
  const fields = new Map<number, { number: bigint; bytes: Buffer[] }>();
  try {
    while (reader.pos < body.length) {
      const tag = reader.uint32(body.length);
      const field = fields.get(tag >>> 3) ?? { number: 0n, bytes: [] };
      fields.set(tag >>> 3, field);
      if ((tag & 7) === WIRE_VARINT) {
        reader.varint64(body.length);
        field.number = (BigInt(reader.hi) << 32n) | BigInt(reader.lo);
      } else if ((tag & 7) === WIRE_BYTES) {
        const end = reader.lengthEnd(body.length);
        field.bytes.push(reader.bytes.subarray(reader.pos, end));
        reader.pos = end;
      } else reader.skip(tag, body.length);
    }
  } catch (error) {
    if (error instanceof MalformedProtobuf) return err(error.message);
    throw error;
  }
  return ok(fields);
}

const number = (fields: Fields, field: number): number => Number(fields.get(field)?.number ?? 0n);
const text = (fields: Fields, field: number): string => fields.get(field)?.bytes.at(-1)?.toString('utf8') ?? '';

export function decodeSearchRequest(body: Uint8Array): Result<TempoSearchRequest, string> {
  const fields = fieldsOf(body);
  if (!fields.ok) return fields;
  const tags = new Map<string, string>();
  for (const entry of fields.value.get(1)?.bytes ?? []) {
    const pair = fieldsOf(entry);
    if (!pair.ok) return pair;
    tags.set(text(pair.value, 1), text(pair.value, 2));
  }
  return ok({
    tags,
    minDurationMs: number(fields.value, 2),
    maxDurationMs: number(fields.value, 3),
    limit: number(fields.value, 4),
    start: number(fields.value, 5),
    end: number(fields.value, 6),
    query: text(fields.value, 8),
    spansPerSpanSet: number(fields.value, 9),
  });
}

export function decodeTagsRequest(body: Uint8Array): Result<TempoTagsRequest, string> {
  const fields = fieldsOf(body);
  if (!fields.ok) return fields;
  return ok({
    scope: text(fields.value, 1),
    query: text(fields.value, 2),
    start: number(fields.value, 3),
    end: number(fields.value, 4),
    limit: number(fields.value, 5),
  });
}

export function decodeTagValuesRequest(body: Uint8Array): Result<TempoTagValuesRequest, string> {
  const fields = fieldsOf(body);
  if (!fields.ok) return fields;
  return ok({
    tagName: text(fields.value, 1),
    query: text(fields.value, 2),
    start: number(fields.value, 4),
    end: number(fields.value, 5),
    limit: number(fields.value, 6),
  });
}

/** QueryRangeRequest, and QueryInstantRequest, which has its first three fields. */
export function decodeMetricsRequest(body: Uint8Array): Result<TempoMetricsRequest, string> {
  const fields = fieldsOf(body);
  if (!fields.ok) return fields;
  const int64 = (field: number): bigint => fields.value.get(field)?.number ?? 0n;
  return ok({
    query: text(fields.value, 1),
    start: int64(2),
    end: int64(3),
    step: int64(4),
    exemplars: number(fields.value, 16),
    maxSeries: number(fields.value, 17),
  });
}
