import { err, ok, type Result } from '@bongsu/model';
import { ProtobufWriter } from '../protobuf/writer.js';
import type { PushError } from './decode.js';
import { printLabelsText } from './labels-text.js';

const NS_PER_SECOND = 1_000_000_000n;
const RFC3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/i;

class BadPush extends Error {}

/** The version of the path: `/loki/api/v1/push`, or `/api/prom/push` of before 2018. */
export type PushVersion = 'v1' | 'legacy';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A push in JSON as the same request in protobuf. What Loki refuses and is clear all the same is taken: metadata of
 * numbers, booleans, null and objects (as their JSON text).
 */
export function transcodePush(json: Uint8Array, version: PushVersion = 'v1'): Result<Uint8Array, PushError> {
  try {
    const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8');
    return ok(encode(parse(text), version));
  } catch (error) {
    if (error instanceof BadPush) return err({ kind: 'malformed', message: error.message });
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadPush(`the body is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function encode(body: unknown, version: PushVersion): Uint8Array {
  const streams = listOf(object(body, 'the body')['streams'], 'streams');
  const writer = new ProtobufWriter(1024);
  streams.forEach((value, i) => {
    const at = `streams[${i}]`;
    const stream = object(value, at);
    const mark = writer.begin(1);
    if (version === 'v1') encodeStream(writer, stream, at);
    else encodeLegacyStream(writer, stream, at);
    writer.end(mark);
  });
  return writer.finish();
}

/** `{"stream": {labels}, "values": [[ns, line, {metadata}]]}` */
function encodeStream(writer: ProtobufWriter, stream: JsonObject, at: string): void {
  const labels = Object.entries(object(stream['stream'], `${at}.stream`));
  const values = labels.map(([name, value]) => {
    if (typeof value === 'string') return [name, value] as const;
    if (typeof value === 'object' && value !== null) throw new BadPush(`${at}.stream.${name} is no text`);
    return [name, value === null ? '' : JSON.stringify(value)] as const;
  });
  writer.string(1, printLabelsText(Object.fromEntries(values)));
  listOf(stream['values'], `${at}.values`).forEach((value, i) => {
    const where = `${at}.values[${i}]`;
    if (!Array.isArray(value) || value.length < 2 || value.length > 3)
      throw new BadPush(`${where} is not [time, line] or [time, line, metadata]`);
    const [time, line, metadata] = value as unknown[];
    if (typeof time !== 'string' || !/^-?\d{1,19}$/.test(time))
      throw new BadPush(`${where}[0] is no time: a string of nanoseconds since 1970 is needed`);
    if (typeof line !== 'string') throw new BadPush(`${where}[1] is no line: a string is needed`);
    const fields = metadata === undefined || metadata === null ? {} : object(metadata, `${where}[2]`);
    encodeEntry(writer, BigInt(time), line, fields);
  });
}

/** `{"labels": "{a=\"b\"}", "entries": [{"ts": RFC 3339, "line": line}]}` */
function encodeLegacyStream(writer: ProtobufWriter, stream: JsonObject, at: string): void {
  if (typeof stream['labels'] !== 'string') throw new BadPush(`${at}.labels is no text`);
  writer.string(1, stream['labels']);
  listOf(stream['entries'], `${at}.entries`).forEach((value, i) => {
    const where = `${at}.entries[${i}]`;
    const entry = object(value, where);
    const found = RFC3339.exec(typeof entry['ts'] === 'string' ? entry['ts'] : '');
    const [, date = '', fraction = '', zone = ''] = found ?? [];
    const ms = Date.parse(date + zone);
    if (Number.isNaN(ms)) throw new BadPush(`${where}.ts is no time in the form of RFC 3339`);
    if (typeof entry['line'] !== 'string') throw new BadPush(`${where}.line is no text`);
    encodeEntry(writer, BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0')), entry['line'], {});
  });
}

function encodeEntry(writer: ProtobufWriter, ns: bigint, line: string, metadata: JsonObject): void {
  const entry = writer.begin(2);
  const time = writer.begin(1);
  const nanos = ((ns % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND;
  writer.int64(1, (ns - nanos) / NS_PER_SECOND);
  writer.int32(2, Number(nanos));
  writer.end(time);
  writer.string(2, line);
  for (const [name, value] of Object.entries(metadata)) {
    const pair = writer.begin(3);
    writer.string(1, name);
    writer.string(2, typeof value === 'string' ? value : JSON.stringify(value));
    writer.end(pair);
  }
  writer.end(entry);
}

function object(value: unknown, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadPush(`${what} is no object`);
  return value as JsonObject;
}

/** A missing list is an empty one. */
function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new BadPush(`${what} is no list`);
  return value;
}
