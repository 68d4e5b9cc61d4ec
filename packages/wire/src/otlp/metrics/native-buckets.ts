import { sint32, uint64Number } from '../../protobuf/integers.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '../../protobuf/reader.js';
import { BucketSpans } from '../../prometheus/bucket-spans.js';

// Tags of ExponentialHistogramDataPoint.Buckets. Counts come packed; unpacked is legal too.
const OFFSET = (1 << 3) | WIRE_VARINT;
const BUCKET_COUNTS = (2 << 3) | WIRE_BYTES;
const BUCKET_COUNT = (2 << 3) | WIRE_VARINT;

/** Populated buckets a side. OTel SDKs keep 160; bounded work and memory for one point. */
const MAX_BUCKETS = 20_000;
const INT32_MAX = 2_147_483_647;

/**
 * One side of an exponential histogram as the spans of a native one: OTLP's bucket `i` is (base^i, base^(i+1)],
 * Prometheus' `i` is (base^(i-1), base^i], so indexes go up by one. Reused: one object a side and decoder.
 */
export class NativeBuckets extends BucketSpans {
  /**
   * Reads the Buckets message [start, end); 2^`scaleDown` buckets become one. Moves the cursor. Returns '' or why the
   * point is refused.
   */
  read(reader: ProtobufReader, start: number, end: number, scaleDown: number): string {
    this.clear();
    let offset = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === OFFSET) offset = sint32(reader.uint32(end));
      else reader.skip(tag, end);
    }
    let position = offset;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      let countsEnd = reader.pos;
      if (tag === BUCKET_COUNTS) countsEnd = reader.lengthEnd(end);
      else if (tag === BUCKET_COUNT) countsEnd = reader.pos + 1;
      else reader.skip(tag, end);
      while (reader.pos < countsEnd) {
        reader.varint64(tag === BUCKET_COUNT ? end : countsEnd);
        const count = uint64Number(reader.lo, reader.hi);
        if (count > 0) {
          // Prometheus' index, one higher, must fit 32 bits.
          if (position >= INT32_MAX) return `bucket index ${position} is out of range`;
          this.add((position >> Math.min(scaleDown, 31)) + 1, count);
          if (this.counts.length > MAX_BUCKETS) return `more than ${MAX_BUCKETS} buckets`;
        }
        position++;
      }
    }
    return '';
  }
}
