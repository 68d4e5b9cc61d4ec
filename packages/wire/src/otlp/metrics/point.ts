import type { ProtobufReader } from '../../protobuf/reader.js';
import { RepeatedField } from '../../protobuf/repeated-field.js';

/** DataPointFlags.FLAG_NO_RECORDED_VALUE */
const NO_RECORDED_VALUE = 1;

/** What the data points of every kind have. Reused: one object a decoder. */
export class PointFields {
  timeLo = 0;
  timeHi = 0;
  startLo = 0;
  startHi = 0;
  flags = 0;
  readonly attributes: RepeatedField;
  readonly exemplars: RepeatedField;

  constructor(attributesTag: number, exemplarsTag: number) {
    this.attributes = new RepeatedField(attributesTag);
    this.exemplars = new RepeatedField(exemplarsTag);
  }

  /** The series had no value at this time: it is marked stale. */
  get noRecordedValue(): boolean {
    return (this.flags & NO_RECORDED_VALUE) !== 0;
  }

  clear(): void {
    this.timeLo = this.timeHi = this.startLo = this.startHi = this.flags = 0;
    this.attributes.clear();
    this.exemplars.clear();
  }

  readTime(reader: ProtobufReader, end: number): void {
    reader.fixed64(end);
    this.timeLo = reader.lo;
    this.timeHi = reader.hi;
  }

  readStart(reader: ProtobufReader, end: number): void {
    reader.fixed64(end);
    this.startLo = reader.lo;
    this.startHi = reader.hi;
  }
}
