import type { RowWriter } from '@bongsu/model';
import { type ProtobufReader, WIRE_BYTES } from '../protobuf/reader.js';
import type { LevelDetector } from '../log-level/detect.js';
import { validUtf8 } from '../protobuf/utf8.js';
import { type AnyValueText, INVALID_UTF8, writeAnyValue } from './any-value.js';

const KEY = (1 << 3) | WIRE_BYTES;
const VALUE = (2 << 3) | WIRE_BYTES;
const EMPTY = 'n'.charCodeAt(0);

/** Byte ranges of KeyValue messages, found in a first pass over a record and written in a second. Reused. */
export class AttributeRanges {
  /** Start and end of each, one after the other. */
  readonly bounds: number[] = [];
  count = 0;

  clear(): void {
    this.count = 0;
  }

  push(start: number, end: number): void {
    const at = this.count++ * 2;
    this.bounds[at] = start;
    this.bounds[at + 1] = end;
  }
}

/** Writes attributes as a Map(String, String) column and remembers their type letters for a column after it. */
export class AttributeWriter {
  #letters = new Uint8Array(64);
  #count = 0;

  /** `level` is shown every attribute. */
  constructor(
    private readonly value: AnyValueText,
    private readonly level?: LevelDetector,
  ) {}

  /** Letters remembered so far; mark it before {@link writeMap} to write its letters with {@link writeTypes}. */
  get letters(): number {
    return this.#count;
  }

  /** Forgets the letters of the row before. */
  clear(): void {
    this.#count = 0;
  }

  /**
   * Writes `ranges[from, to)` as one map. Returns '' or why the record must be refused; what was written is then to be
   * truncated. Duplicate keys are kept: the engine answers with the first. Moves the cursor.
   * @throws MalformedProtobuf when a range is no KeyValue message.
   */
  writeMap(reader: ProtobufReader, writer: RowWriter, ranges: AttributeRanges, from: number, to: number): string {
    const { bounds } = ranges;
    writer.varint(to - from);
    this.#reserve(to - from);
    for (let i = from * 2; i < to * 2; i += 2) {
      const problem = this.#entry(reader, writer, bounds[i]!, bounds[i + 1]!);
      if (problem !== '') return problem;
    }
    return '';
  }

  /** Writes the letters `[from, to)` as one String. */
  writeTypes(writer: RowWriter, from: number, to: number): void {
    writer.bytes(this.#letters, from, to);
  }

  #reserve(count: number): void {
    if (this.#count + count <= this.#letters.length) return;
    const grown = new Uint8Array(Math.max(this.#letters.length * 2, this.#count + count));
    grown.set(this.#letters);
    this.#letters = grown;
  }

  #entry(reader: ProtobufReader, writer: RowWriter, start: number, end: number): string {
    let keyStart = start;
    let keyEnd = start;
    let valueStart = -1;
    let valueEnd = -1;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === KEY) {
        keyEnd = reader.lengthEnd(end);
        keyStart = reader.pos;
        reader.pos = keyEnd;
      } else if (tag === VALUE) {
        valueEnd = reader.lengthEnd(end);
        valueStart = reader.pos;
        reader.pos = valueEnd;
      } else reader.skip(tag, end);
    }
    if (!validUtf8(reader.buf, keyStart, keyEnd)) return INVALID_UTF8;
    writer.bytes(reader.buf, keyStart, keyEnd);
    if (valueStart < 0) {
      writer.u8(0);
      this.#letters[this.#count++] = EMPTY;
      return '';
    }
    reader.pos = valueStart;
    const valueAt = writer.length;
    writeAnyValue(reader, valueEnd, writer, this.value);
    this.level?.field(reader.buf, keyStart, keyEnd, writer, valueAt);
    this.#letters[this.#count++] = this.value.type.charCodeAt(0);
    return this.value.problem;
  }
}
