import { type ProtobufReader, WIRE_BYTES } from '../../protobuf/reader.js';
import { validUtf8 } from '../../protobuf/utf8.js';
import { INVALID_UTF8 } from '../any-value.js';

// Tags of Metric.
const NAME = (1 << 3) | WIRE_BYTES;
const DESCRIPTION = (2 << 3) | WIRE_BYTES;
const UNIT = (3 << 3) | WIRE_BYTES;
export const GAUGE = (5 << 3) | WIRE_BYTES;
export const SUM = (7 << 3) | WIRE_BYTES;
export const HISTOGRAM = (9 << 3) | WIRE_BYTES;
export const EXPONENTIAL_HISTOGRAM = (10 << 3) | WIRE_BYTES;
export const SUMMARY = (11 << 3) | WIRE_BYTES;

const DATA_POINTS = (1 << 3) | WIRE_BYTES;

/** The name, description and unit of a metric. */
export interface MetricTexts {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  /** '' or why the metric is refused. */
  readonly problem: string;
}

/** Where the parts of a Metric message lie. Reused: one object a decoder. */
export class MetricHead {
  /** Tag of the data, 0 when there is none; of several the last counts. */
  dataTag = 0;
  dataStart = 0;
  dataEnd = 0;
  #start = 0;
  #dataTagStart = 0;
  #end = 0;

  /** Finds the data of the Metric between the cursor and `end`. */
  scan(reader: ProtobufReader, end: number): void {
    this.#start = reader.pos;
    this.#end = end;
    this.#dataTagStart = this.dataStart = this.dataEnd = end;
    this.dataTag = 0;
    while (reader.pos < end) {
      const at = reader.pos;
      const tag = reader.uint32(end);
      switch (tag) {
        case GAUGE:
        case SUM:
        case HISTOGRAM:
        case EXPONENTIAL_HISTOGRAM:
        case SUMMARY:
          this.dataTag = tag;
          this.#dataTagStart = at;
          this.dataEnd = reader.lengthEnd(end);
          this.dataStart = reader.pos;
          reader.pos = this.dataEnd;
          break;
        default:
          reader.skip(tag, end);
      }
    }
  }

  /** What is not data, a byte a character: equal only for metrics of the same name, unit and description. */
  key(reader: ProtobufReader): string {
    const { bytes } = reader;
    const before = bytes.toString('latin1', this.#start, this.#dataTagStart);
    return this.dataEnd === this.#end ? before : before + bytes.toString('latin1', this.dataEnd, this.#end);
  }

  /** Moves the cursor. */
  texts(reader: ProtobufReader): MetricTexts {
    const texts = { name: '', description: '', unit: '', problem: '' };
    const end = this.#end;
    reader.pos = this.#start;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag !== NAME && tag !== DESCRIPTION && tag !== UNIT) {
        reader.skip(tag, end);
        continue;
      }
      const textEnd = reader.lengthEnd(end);
      if (!validUtf8(reader.buf, reader.pos, textEnd)) texts.problem = INVALID_UTF8;
      const text = reader.text(textEnd);
      if (tag === NAME) texts.name = text;
      else if (tag === UNIT) texts.unit = text;
      else texts.description = text;
    }
    return texts;
  }

  /** Data points of the metric. Moves the cursor. */
  countPoints(reader: ProtobufReader): number {
    let count = 0;
    reader.pos = this.dataStart;
    while (reader.pos < this.dataEnd) {
      const tag = reader.uint32(this.dataEnd);
      if (tag === DATA_POINTS) count++;
      reader.skip(tag, this.dataEnd);
    }
    return count;
  }
}
