import { FOUND_IDS, type RowWriter } from '@bongsu/model';
import { LevelDetector } from '../log-level/detect.js';
import type { TraceReference } from '../otlp/logs/trace-reference.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '../protobuf/reader.js';
import { validUtf8 } from '../protobuf/utf8.js';
import { SpanReference } from './span-reference.js';
import type { PushStream } from './stream.js';

// logproto.Entry: timestamp = 1, line = 2, structuredMetadata = 3 (parsed = 4 is of answers and stepped over);
// google.protobuf.Timestamp: seconds = 1, nanos = 2; LabelPair: name = 1, value = 2.
const TIMESTAMP = (1 << 3) | WIRE_BYTES;
const LINE = (2 << 3) | WIRE_BYTES;
const METADATA = (3 << 3) | WIRE_BYTES;
const SECONDS = (1 << 3) | WIRE_VARINT;
const NANOS = (2 << 3) | WIRE_VARINT;
const NAME = (1 << 3) | WIRE_BYTES;
const VALUE = (2 << 3) | WIRE_BYTES;

const TWO_32 = 4_294_967_296;
/** The last whole second that a signed 64-bit number of nanoseconds holds: the year 2262. */
const MAX_SECONDS = 9_223_372_036;
const STRING = 's'.charCodeAt(0);
const SEVERITY_NUMBER = Buffer.from('severity_number');
/** What Loki takes a severity number for that is none. */
const SEVERITY_INFO = 9;
/** Beyond OTel's numbers, so that the level is unknown whatever the line says. */
const SEVERITY_UNKNOWN = 25;

/** One Entry at a time: `scan` notes where its parts stand, `write` copies them into a row. Nothing is allocated. */
export class PushEntry {
  timeLo = 0;
  timeHi = 0;
  /** The time does not fit: it is before 1970 or after 2262. */
  tooOld = false;
  tooNew = false;
  #lineStart = 0;
  #lineEnd = 0;
  /** Start and end of name and value of each pair. */
  readonly #pairs: number[] = [];
  #pairCount = 0;
  metadataBytes = 0;
  readonly #level: LevelDetector;
  readonly #span = new SpanReference();

  constructor(
    private readonly trace: TraceReference,
    discoverLevels: boolean,
  ) {
    this.#level = new LevelDetector(discoverLevels);
  }

  get lineBytes(): number {
    return this.#lineEnd - this.#lineStart;
  }

  get metadataEntries(): number {
    return this.#pairCount;
  }

  /** @throws MalformedProtobuf when the bytes from the cursor to `end` are no message. The cursor then stands at `end`. */
  scan(reader: ProtobufReader, end: number): void {
    this.timeLo = this.timeHi = this.#lineStart = this.#lineEnd = this.#pairCount = this.metadataBytes = 0;
    this.tooOld = this.tooNew = false;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === LINE) {
        this.#lineEnd = reader.lengthEnd(end);
        this.#lineStart = reader.pos;
        reader.pos = this.#lineEnd;
      } else if (tag === TIMESTAMP) this.#scanTime(reader, reader.lengthEnd(end));
      else if (tag === METADATA) this.#scanPair(reader, reader.lengthEnd(end));
      else reader.skip(tag, end);
    }
  }

  #scanTime(reader: ProtobufReader, end: number): void {
    let seconds = 0;
    let nanos = 0;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === SECONDS) {
        reader.varint64(end);
        seconds = (reader.hi | 0) * TWO_32 + reader.lo;
      } else if (tag === NANOS) {
        nanos = reader.uint32(end) | 0;
      } else reader.skip(tag, end);
    }
    this.tooOld = seconds < 0 || nanos < 0;
    this.tooNew = seconds >= MAX_SECONDS || nanos >= 1e9;
    if (this.tooOld || this.tooNew) return;
    // seconds * 10^9 in two steps, each exact in a double
    const high = Math.floor(seconds / 65_536) * 1e9;
    const low = (seconds % 65_536) * 1e9 + nanos + (high % 65_536) * 65_536;
    this.timeLo = low % TWO_32;
    this.timeHi = Math.floor(high / 65_536) + Math.floor(low / TWO_32);
  }

  #scanPair(reader: ProtobufReader, end: number): void {
    const at = this.#pairCount++ * 4;
    const pairs = this.#pairs;
    pairs[at] = pairs[at + 1] = pairs[at + 2] = pairs[at + 3] = end;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === NAME || tag === VALUE) {
        const partEnd = reader.lengthEnd(end);
        const part = at + (tag === NAME ? 0 : 2);
        pairs[part] = reader.pos;
        pairs[part + 1] = partEnd;
        reader.pos = partEnd;
      } else reader.skip(tag, end);
    }
    this.metadataBytes += pairs[at + 1]! - pairs[at] + pairs[at + 3]! - pairs[at + 2]!;
  }

  /** Writes the scanned entry as one row in the order of LOG_ROW, after the caller has written `tenant`. */
  write(reader: ProtobufReader, writer: RowWriter, stream: PushStream, seqLo: number, seqHi: number): void {
    const { buf } = reader;
    const { fingerprint } = stream.def;
    writer.u64(this.timeLo, this.timeHi);
    writer.u64(seqLo, seqHi);
    writer.zeros(8); // observed_ts
    writer.u64(fingerprint.lo, fingerprint.hi);
    writer.zeros(8); // resource
    writer.bytes(stream.serviceBytes, 0, stream.serviceBytes.length);
    writer.zeros(3); // severity_number, severity_text, event_name
    this.#writeIds(buf, writer);
    writer.u32(FOUND_IDS); // flags
    const lineAt = writer.length;
    writeText(reader, writer, this.#lineStart, this.#lineEnd);
    writer.u8(1);
    writer.u8(STRING); // body_type

    const pairs = this.#pairs;
    const count = this.#pairCount;
    this.#level.begin();
    let severity = 0;
    writer.varint(count);
    for (let at = 0; at < count * 4; at += 4) {
      writeText(reader, writer, pairs[at]!, pairs[at + 1]!);
      const valueAt = writer.length;
      writeText(reader, writer, pairs[at + 2]!, pairs[at + 3]!);
      this.#level.field(buf, pairs[at]!, pairs[at + 1]!, writer, valueAt);
      if (
        pairs[at + 1]! - pairs[at]! === SEVERITY_NUMBER.length &&
        SEVERITY_NUMBER.equals(buf.subarray(pairs[at], pairs[at + 1]))
      )
        severity = severityOf(reader.bytes.toString('latin1', pairs[at + 2], pairs[at + 3]));
    }
    writer.varint(count);
    for (let i = 0; i < count; i++) writer.u8(STRING); // attribute_types
    writer.zeros(4); // dropped_attributes
    this.#level.write(writer, stream.level, severity, lineAt);
  }

  #writeIds(buf: Uint8Array, writer: RowWriter): void {
    const { trace } = this;
    const pairs = this.#pairs;
    let found = false;
    let spanFound = false;
    for (let at = 0; at < this.#pairCount * 4; at += 4) {
      const [nameStart, nameEnd, valueStart, valueEnd] = [pairs[at]!, pairs[at + 1]!, pairs[at + 2]!, pairs[at + 3]!];
      found ||= trace.inField(nameStart, nameEnd, valueStart, valueEnd);
      spanFound ||= this.#span.inField(buf, nameStart, nameEnd, valueStart, valueEnd);
    }
    if (found || trace.inBody(this.#lineStart, this.#lineEnd)) writer.raw(trace.id, 0, 16);
    else writer.zeros(16);
    if (spanFound) writer.raw(this.#span.id, 0, 8);
    else writer.zeros(8);
  }
}

/** Text that is no UTF-8 is stored with U+FFFD in its place: Loki takes it, too. */
function writeText(reader: ProtobufReader, writer: RowWriter, start: number, end: number): void {
  if (validUtf8(reader.buf, start, end)) writer.bytes(reader.buf, start, end);
  else writer.text(reader.bytes.toString('utf8', start, end));
}

function severityOf(text: string): number {
  if (text === '') return 0;
  if (!/^[+-]?\d{1,9}$/.test(text)) return SEVERITY_INFO;
  const number = Number(text);
  return number === 0 ? SEVERITY_UNKNOWN : Math.max(number, 1);
}
