import { type ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '../../protobuf/reader.js';

// The same field numbers in Gauge, Sum, Histogram, ExponentialHistogram and Summary.
const DATA_POINTS = (1 << 3) | WIRE_BYTES;
const AGGREGATION_TEMPORALITY = (2 << 3) | WIRE_VARINT;
const IS_MONOTONIC = (3 << 3) | WIRE_VARINT;

export const TEMPORALITY_DELTA = 1;
export const TEMPORALITY_CUMULATIVE = 2;

/** What a Sum or a histogram says of all its points. Reused: one object a decoder. */
export class Aggregation {
  temporality = 0;
  monotonic = false;

  get delta(): boolean {
    return this.temporality === TEMPORALITY_DELTA;
  }

  /** '' or why the points are refused. */
  get problem(): string {
    return this.temporality === TEMPORALITY_DELTA || this.temporality === TEMPORALITY_CUMULATIVE
      ? ''
      : 'aggregation_temporality is neither delta nor cumulative';
  }

  /** Encoders write these fields behind the points, which are stepped over. Moves the cursor. */
  scan(reader: ProtobufReader, start: number, end: number): void {
    this.temporality = 0;
    this.monotonic = false;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === DATA_POINTS) reader.pos = reader.lengthEnd(end);
      else if (tag === AGGREGATION_TEMPORALITY) this.temporality = reader.uint32(end);
      else if (tag === IS_MONOTONIC) this.monotonic = reader.uint32(end) !== 0;
      else reader.skip(tag, end);
    }
  }
}

/** Decodes the data point between the cursor and `end`; may leave the cursor anywhere. */
export interface PointDecoder {
  point(end: number): void;
}

/** Hands the data points of a metric to `decoder`, in their order. */
export function walkPoints(reader: ProtobufReader, start: number, end: number, decoder: PointDecoder): void {
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag !== DATA_POINTS) {
      reader.skip(tag, end);
      continue;
    }
    const pointEnd = reader.lengthEnd(end);
    decoder.point(pointEnd);
    reader.pos = pointEnd;
  }
}
