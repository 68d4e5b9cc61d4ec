import type { ProtobufWriter } from '../../protobuf/writer.js';
import type { EnumValues, JsonField, ScalarKind } from './messages.js';

/** The JSON does not have the shape of the message. Thrown inside the transcoder, caught at its entry. */
export class MalformedJson extends Error {}

const DECIMAL = /^[+-]?\d+$/;
const HEX = /^[0-9A-Fa-f]*$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const MAX_UINT64 = (1n << 64n) - 1n;
const MAX_INT64 = (1n << 63n) - 1n;
const MIN_INT64 = -(1n << 63n);
const ID_BYTES = { traceId: 16, spanId: 8 } as const;
/** Stands for an id that is no hex: of no id's length, so the record is refused by name and not the request. */
const NO_ID = new Uint8Array(1);

export function writeScalar(writer: ProtobufWriter, field: JsonField, kind: ScalarKind, value: unknown): void {
  switch (kind) {
    case 'string':
      if (typeof value !== 'string') throw new MalformedJson(`${field.name} must be a string`);
      writer.string(field.number, value);
      return;
    case 'bool':
      if (typeof value !== 'boolean') throw new MalformedJson(`${field.name} must be true or false`);
      writer.bool(field.number, value);
      return;
    case 'double':
      writer.double(field.number, doubleOf(field, value));
      return;
    case 'uint32':
      writer.uint32(field.number, Number(ranged(field, value, 0n, 0xffff_ffffn)));
      return;
    case 'fixed32':
      writer.fixed32(field.number, Number(ranged(field, value, 0n, 0xffff_ffffn)));
      return;
    case 'int32':
      writer.int32(field.number, Number(ranged(field, value, -0x8000_0000n, 0x7fff_ffffn)));
      return;
    case 'sint32':
      writer.sint32(field.number, Number(ranged(field, value, -0x8000_0000n, 0x7fff_ffffn)));
      return;
    case 'int64':
    case 'uint64':
      writer.int64(field.number, int64Of(field, kind, value));
      return;
    case 'fixed64':
    case 'sfixed64':
      writer.fixed64(field.number, int64Of(field, kind, value));
      return;
    case 'base64':
      if (typeof value !== 'string' || !BASE64.test(value)) throw new MalformedJson(`${field.name} must be base64`);
      writer.bytes(field.number, Buffer.from(value, 'base64'));
      return;
    case 'traceId':
    case 'spanId':
      writer.bytes(field.number, idOf(value, ID_BYTES[kind]));
  }
}

export function writeEnum(writer: ProtobufWriter, field: JsonField, values: EnumValues, value: unknown): void {
  if (typeof value === 'string' && !DECIMAL.test(value)) {
    // A name of a newer protocol version is "unspecified", as its number would be to a reader that does not know it.
    writer.int32(field.number, Object.hasOwn(values, value) ? values[value]! : 0);
    return;
  }
  writer.int32(field.number, Number(ranged(field, value, -0x8000_0000n, 0x7fff_ffffn)));
}

/** A repeated number, packed. */
export function writePacked(
  writer: ProtobufWriter,
  field: JsonField,
  kind: ScalarKind,
  values: readonly unknown[],
): void {
  if (kind === 'double') {
    writer.packedDouble(
      field.number,
      values.map((value) => doubleOf(field, value)),
    );
  } else if (kind === 'fixed64') {
    writer.packedFixed64(
      field.number,
      values.map((value) => int64Of(field, kind, value)),
    );
  } else if (kind === 'uint64') {
    writer.packedInt64(
      field.number,
      values.map((value) => int64Of(field, kind, value)),
    );
  } else throw new Error(`BUG: no OTLP message repeats ${kind}`);
}

function idOf(value: unknown, bytes: number): Uint8Array {
  if (value === '') return new Uint8Array(0);
  if (typeof value !== 'string' || !HEX.test(value) || value.length !== bytes * 2) return NO_ID;
  return Buffer.from(value, 'hex');
}

function integerOf(field: JsonField, value: unknown): bigint {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  // 40 digits: more than any 64-bit number has, few enough to convert at no cost
  if (typeof value === 'string' && value.length <= 40 && DECIMAL.test(value))
    return BigInt(value.startsWith('+') ? value.slice(1) : value);
  throw new MalformedJson(`${field.name} must be an integer, as a number or as text`);
}

function ranged(field: JsonField, value: unknown, min: bigint, max: bigint): bigint {
  const integer = integerOf(field, value);
  if (integer < min || integer > max) throw new MalformedJson(`${field.name} must be from ${min} to ${max}`);
  return integer;
}

function int64Of(field: JsonField, kind: 'int64' | 'uint64' | 'fixed64' | 'sfixed64', value: unknown): bigint {
  if (kind === 'int64' || kind === 'sfixed64') return ranged(field, value, MIN_INT64, MAX_INT64);
  const integer = integerOf(field, value);
  // A time that does not fit becomes the latest there is, so that its record is refused by name and not the request.
  return integer < 0n || integer > MAX_UINT64 ? MAX_UINT64 : integer;
}

function doubleOf(field: JsonField, value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value);
    if (Number.isFinite(number)) return number;
  }
  throw new MalformedJson(`${field.name} must be a number, "NaN", "Infinity" or "-Infinity"`);
}
