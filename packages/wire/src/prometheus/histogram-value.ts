import type { ProtobufWriter } from '../protobuf/writer.js';
import { BucketSpans } from './bucket-spans.js';

/** Observations by bucket index, ascending. */
export interface BucketCounts {
  readonly indices: readonly number[];
  readonly counts: readonly number[];
}

/** A native histogram as a query has it; counts may be fractions. */
export interface HistogramValue {
  /** Prometheus' counter reset hints: 0 unknown, 1 reset, 2 no reset, 3 gauge. */
  readonly hint: number;
  /** -53 for custom buckets. */
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly count: number;
  readonly sum: number;
  readonly positive: BucketCounts;
  readonly negative: BucketCounts;
  /** Upper bounds of custom buckets but the last, which has none. */
  readonly customValues: readonly number[];
}

export const GAUGE_HINT = 3;

/** Writes the spans of one side as messages of the field `spanField`, and returns the counts they are about. */
export function writeSpans(
  writer: ProtobufWriter,
  spanField: number,
  { indices, counts }: BucketCounts,
): readonly number[] {
  const spans = new BucketSpans();
  indices.forEach((index, i) => spans.add(index, counts[i]!));
  spans.offsets.forEach((offset, i) => {
    const span = writer.begin(spanField);
    writer.sint32(1, offset);
    writer.uint32(2, spans.lengths[i]!);
    writer.end(span);
  });
  return spans.counts;
}
