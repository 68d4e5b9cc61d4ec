import type { RowBinaryReader } from '../../../lang/index.js';
import { CUSTOM_BUCKETS } from './bucket-bounds.js';
import { NO_BUCKETS, type Buckets, type FloatHistogram, type ResetHint } from './float-histogram.js';

/** A stored histogram sample. */
export interface HistogramRow {
  readonly fingerprint: bigint;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly histogram: FloatHistogram;
  /** When the counter began that it continues, in ms; 0 for unknown. */
  readonly start: number;
  /** It is a stale marker: its sum has the marker's bits. */
  readonly stale: boolean;
}

/** Bits of a stale marker: Prometheus' "value.StaleNaN". */
const STALE_BITS = 0x7ff0000000000002n;

/** Reads one row of `histogramsSelect`. */
export function readHistogramRow(reader: RowBinaryReader): HistogramRow {
  const fingerprint = reader.u64();
  const time = reader.i64AsNumber();
  const count = reader.f64();
  const sumBits = reader.u64();
  const schema = signed(reader.u8(), 8);
  const zeroThreshold = reader.f64();
  const zeroCount = reader.f64();
  const positive = readBuckets(reader);
  const negative = readBuckets(reader);
  const customValues = reader.array(() => reader.f64());
  const hint = reader.u8() as ResetHint;
  const start = reader.i64AsNumber();
  const sum = floatOf(sumBits);
  const custom = schema === CUSTOM_BUCKETS;
  const histogram = {
    hint,
    schema,
    zeroThreshold: custom ? 0 : zeroThreshold,
    zeroCount,
    count,
    sum,
    positive,
    negative,
    customValues,
  };
  return { fingerprint, time, histogram, start, stale: sumBits === STALE_BITS };
}

const signed = (value: number, bits: number): number => (value >= 2 ** (bits - 1) ? value - 2 ** bits : value);

const scratch = new DataView(new ArrayBuffer(8));

function floatOf(bits: bigint): number {
  scratch.setBigUint64(0, bits);
  return scratch.getFloat64(0);
}

/** Spans: the first begins at an index, each other so many indices after the end of the one before. */
function readBuckets(reader: RowBinaryReader): Buckets {
  const offsets = reader.array(() => reader.u32() | 0);
  const lengths = reader.array(() => reader.u32());
  const counts = reader.array(() => reader.f64());
  if (counts.length === 0) return NO_BUCKETS;
  const indices: number[] = [];
  let index = 0;
  offsets.forEach((offset, span) => {
    index += offset;
    for (let i = 0; i < lengths[span]!; i++) indices.push(index++);
  });
  return { indices, counts };
}
