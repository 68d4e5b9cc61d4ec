import type { Limit, RowWriter, TypedAttribute } from '@bongsu/model';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../protobuf/reader.js';
import { validUtf8 } from '../protobuf/utf8.js';
import { DEFAULT_OTLP_LIMITS } from './limits.js';

/** `s` string, `i` int64, `d` double, `b` bool, `a` array (JSON), `k` key-value list (JSON), `x` bytes (base64), `n` empty. */
export type AnyValueType = 's' | 'i' | 'd' | 'b' | 'a' | 'k' | 'x' | 'n';

/** Where a decoded AnyValue is put. Reused: one object a decoder, not one a value. */
export class AnyValueText {
  text = '';
  type: AnyValueType = 'n';
  /** Why the record that holds the value must be refused; '' when it is good. `text` is '' then. */
  problem = '';

  constructor(readonly depth: Limit = DEFAULT_OTLP_LIMITS.attributeDepth) {}
}

export const INVALID_UTF8 = 'a string is not valid UTF-8';

// Tags of the fields of opentelemetry.proto.common.v1.AnyValue.
const STRING = (1 << 3) | WIRE_BYTES;
const BOOL = (2 << 3) | WIRE_VARINT;
const INT = (3 << 3) | WIRE_VARINT;
const DOUBLE = (4 << 3) | WIRE_FIXED64;
const ARRAY = (5 << 3) | WIRE_BYTES;
const KVLIST = (6 << 3) | WIRE_BYTES;
const BYTES = (7 << 3) | WIRE_BYTES;
// ArrayValue.values and KeyValueList.values; KeyValue.key and .value
const VALUES = (1 << 3) | WIRE_BYTES;
const KEY = (1 << 3) | WIRE_BYTES;
const VALUE = (2 << 3) | WIRE_BYTES;

/** A signed 64-bit integer from its halves, in decimal. */
export function int64Text(lo: number, hi: number): string {
  const number = (hi | 0) * 4_294_967_296 + lo;
  if (Number.isSafeInteger(number)) return String(number);
  return BigInt.asIntN(64, (BigInt(hi) << 32n) | BigInt(lo)).toString();
}

/** The shortest text that reads back as the same double; `NaN`, `Infinity`, `-Infinity`, `-0` for those. */
export function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * Decodes the AnyValue between the cursor and `end` into its text and type; the cursor then stands at `end`.
 * Sets `out.problem` when the record must be refused (too deep, invalid UTF-8). An AnyValue without a field is
 * `n`; of several fields the last counts.
 * @throws MalformedProtobuf when the bytes are no message.
 */
export function anyValueText(reader: ProtobufReader, end: number, out: AnyValueText): void {
  out.problem = '';
  out.text = '';
  out.type = 'n';
  scan(reader, end, out, out.depth.value, false);
  if (out.problem !== '') out.text = '';
}

/** `quoted`: the text goes into JSON. */
function scan(reader: ProtobufReader, end: number, out: AnyValueText, depth: number, quoted: boolean): void {
  let text = quoted ? 'null' : '';
  let type: AnyValueType = 'n';
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    switch (tag) {
      case STRING: {
        const string = utf8(reader, reader.lengthEnd(end), out);
        text = quoted ? JSON.stringify(string) : string;
        type = 's';
        break;
      }
      case BOOL:
        reader.varint64(end);
        text = (reader.lo | reader.hi) === 0 ? 'false' : 'true';
        type = 'b';
        break;
      case INT:
        reader.varint64(end);
        text = int64Text(reader.lo, reader.hi);
        // JSON readers lose digits above 2^53
        if (quoted && !Number.isSafeInteger(Number(text))) text = `"${text}"`;
        type = 'i';
        break;
      case DOUBLE: {
        const value = reader.double(end);
        text = doubleText(value);
        if (quoted && !Number.isFinite(value)) text = `"${text}"`;
        type = 'd';
        break;
      }
      case ARRAY:
      case KVLIST: {
        const fieldEnd = reader.lengthEnd(end);
        type = tag === ARRAY ? 'a' : 'k';
        if (depth === 0) {
          out.problem = `an attribute or body is nested deeper than ${out.depth.value} levels (raise ${out.depth.key})`;
          reader.pos = end;
          return;
        }
        text =
          tag === ARRAY ? arrayJson(reader, fieldEnd, out, depth - 1) : kvlistJson(reader, fieldEnd, out, depth - 1);
        if (out.problem !== '') {
          reader.pos = end;
          return;
        }
        break;
      }
      case BYTES: {
        const fieldEnd = reader.lengthEnd(end);
        text = reader.bytes.toString('base64', reader.pos, fieldEnd);
        reader.pos = fieldEnd;
        if (quoted) text = `"${text}"`;
        type = 'x';
        break;
      }
      default:
        reader.skip(tag, end);
    }
  }
  out.text = text;
  out.type = type;
}

function utf8(reader: ProtobufReader, end: number, out: AnyValueText): string {
  if (!validUtf8(reader.buf, reader.pos, end)) out.problem = INVALID_UTF8;
  return reader.text(end);
}

function arrayJson(reader: ProtobufReader, end: number, out: AnyValueText, depth: number): string {
  let json = '[';
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag !== VALUES) {
      reader.skip(tag, end);
      continue;
    }
    scan(reader, reader.lengthEnd(end), out, depth, true);
    if (out.problem !== '') return '';
    json += json.length === 1 ? out.text : `,${out.text}`;
  }
  return json + ']';
}

function kvlistJson(reader: ProtobufReader, end: number, out: AnyValueText, depth: number): string {
  let json = '{';
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag !== VALUES) {
      reader.skip(tag, end);
      continue;
    }
    const entryEnd = reader.lengthEnd(end);
    let key = '';
    let value = 'null';
    while (reader.pos < entryEnd) {
      const field = reader.uint32(entryEnd);
      if (field === KEY) key = utf8(reader, reader.lengthEnd(entryEnd), out);
      else if (field === VALUE) {
        scan(reader, reader.lengthEnd(entryEnd), out, depth, true);
        value = out.text;
      } else reader.skip(field, entryEnd);
      if (out.problem !== '') return '';
    }
    json += `${json.length === 1 ? '' : ','}${JSON.stringify(key)}:${value}`;
  }
  return json + '}';
}

/**
 * Writes the AnyValue between the cursor and `end` as one String column and sets `out.type`; the cursor then stands
 * at `end`. A plain string goes from byte range to byte range. When `out.problem` is set, what was written is to be
 * truncated by the caller.
 * @throws MalformedProtobuf when the bytes are no message.
 */
export function writeAnyValue(reader: ProtobufReader, end: number, writer: RowWriter, out: AnyValueText): void {
  const start = reader.pos;
  const buf = reader.buf;
  if (start + 2 <= end && buf[start] === STRING) {
    reader.pos = start + 1;
    const fieldEnd = reader.lengthEnd(end);
    if (fieldEnd === end) {
      out.type = 's';
      out.problem = validUtf8(buf, reader.pos, end) ? '' : INVALID_UTF8;
      writer.bytes(buf, reader.pos, end);
      reader.pos = end;
      return;
    }
    reader.pos = start;
  }
  anyValueText(reader, end, out);
  writer.text(out.text);
}

/**
 * Decodes the KeyValue between the cursor and `end`, the cursor then stands at `end`. Sets `out.problem` as
 * {@link anyValueText} does.
 */
export function decodeKeyValue(reader: ProtobufReader, end: number, out: AnyValueText): TypedAttribute {
  let key = '';
  let problem = '';
  out.text = '';
  out.type = 'n';
  out.problem = '';
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag === KEY) {
      const keyEnd = reader.lengthEnd(end);
      if (!validUtf8(reader.buf, reader.pos, keyEnd)) problem = INVALID_UTF8;
      key = reader.text(keyEnd);
    } else if (tag === VALUE) {
      anyValueText(reader, reader.lengthEnd(end), out);
      problem ||= out.problem;
    } else reader.skip(tag, end);
  }
  out.problem = problem;
  return { key, value: out.text, type: out.type };
}

/**
 * Every KeyValue in field `field` of the message between the cursor and `end`; other fields are stepped over and the
 * cursor then stands at `end`. Allocates: for what many records share, e.g. a resource (field 1) or a scope (field 3).
 * `out.problem` names the first bad attribute.
 */
export function decodeAttributes(
  reader: ProtobufReader,
  end: number,
  field: number,
  out: AnyValueText,
): TypedAttribute[] {
  const attributes: TypedAttribute[] = [];
  const wanted = (field << 3) | WIRE_BYTES;
  let problem = '';
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag === wanted) {
      attributes.push(decodeKeyValue(reader, reader.lengthEnd(end), out));
      problem ||= out.problem;
    } else reader.skip(tag, end);
  }
  out.problem = problem;
  return attributes;
}
