import { err, ok, type Result } from '@bongsu/model';
import { int64Number } from '../protobuf/integers.js';
import { MalformedProtobuf, ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '../protobuf/reader.js';

/** A query of a remote read: series that fit all matchers, their samples between the times. */
export interface ReadQuery {
  /** In ms, inclusive. */
  readonly start: number;
  readonly end: number;
  readonly matchers: readonly ReadMatcher[];
}

export interface ReadMatcher {
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly name: string;
  readonly value: string;
}

// Tags of ReadRequest, Query and LabelMatcher.
const QUERIES = (1 << 3) | WIRE_BYTES;
const START = (1 << 3) | WIRE_VARINT;
const END = (2 << 3) | WIRE_VARINT;
const MATCHERS = (3 << 3) | WIRE_BYTES;
const TYPE = (1 << 3) | WIRE_VARINT;
const NAME = (2 << 3) | WIRE_BYTES;
const VALUE = (3 << 3) | WIRE_BYTES;

const OPS = ['=', '!=', '=~', '!~'] as const;

/** `prometheus.ReadRequest`, decompressed. Hints and accepted forms of the answer are not looked at. */
export function decodeReadRequest(body: Uint8Array): Result<readonly ReadQuery[], string> {
  const reader = new ProtobufReader(body);
  const queries: ReadQuery[] = [];
  try {
    while (reader.pos < body.length) {
      const tag = reader.uint32(body.length);
      if (tag === QUERIES) queries.push(readQuery(reader, reader.lengthEnd(body.length)));
      else reader.skip(tag, body.length);
    }
    return ok(queries);
  } catch (error) {
    if (error instanceof MalformedProtobuf) return err(error.message);
    throw error;
  }
}

function readQuery(reader: ProtobufReader, end: number): ReadQuery {
  const times = { start: 0, end: 0 };
  const matchers: ReadMatcher[] = [];
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag === MATCHERS) matchers.push(readMatcher(reader, reader.lengthEnd(end)));
    else if (tag === START || tag === END) {
      reader.varint64(end);
      times[tag === START ? 'start' : 'end'] = int64Number(reader.lo, reader.hi);
    } else reader.skip(tag, end);
  }
  return { ...times, matchers };
}

function readMatcher(reader: ProtobufReader, end: number): ReadMatcher {
  let type = 0;
  let name = '';
  let value = '';
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag === TYPE) type = reader.uint32(end);
    else if (tag === NAME) name = reader.text(reader.lengthEnd(end));
    else if (tag === VALUE) value = reader.text(reader.lengthEnd(end));
    else reader.skip(tag, end);
  }
  const op = OPS[type];
  if (op === undefined) throw new MalformedProtobuf(`matcher type ${type} is none of 0 to 3`);
  return { op, name, value };
}
