import type { RowWriter } from '@bongsu/model';

/** Gaps of up to this many empty buckets are cheaper as zeros than as a span of their own (as Prometheus' client does). */
const SMALL_GAP = 2;

/**
 * One side of a native histogram as the spans of HISTOGRAM_ROW, built from its populated buckets. Reused: one object a
 * side and decoder.
 */
export class BucketSpans {
  readonly offsets: number[] = [];
  readonly lengths: number[] = [];
  readonly counts: number[] = [];
  #index = 0;
  #open = false;

  clear(): void {
    this.offsets.length = this.lengths.length = this.counts.length = 0;
    this.#open = false;
  }

  /** `index` never goes down; counts of one index add up. */
  add(index: number, count: number): void {
    const last = this.counts.length - 1;
    if (this.#open && index === this.#index) {
      this.counts[last]! += count;
      return;
    }
    const gap = index - this.#index - 1;
    if (this.#open && gap <= SMALL_GAP) {
      for (let i = 0; i < gap; i++) this.counts.push(0);
      this.lengths[this.lengths.length - 1]! += gap + 1;
    } else {
      this.offsets.push(this.#open ? gap : index);
      this.lengths.push(1);
    }
    this.counts.push(count);
    this.#open = true;
    this.#index = index;
  }

  /** Offsets, lengths and counts as three columns of HISTOGRAM_ROW. */
  write(writer: RowWriter): void {
    const { offsets, lengths, counts } = this;
    writer.varint(offsets.length);
    for (const offset of offsets) writer.u32(offset);
    writer.varint(lengths.length);
    for (const length of lengths) writer.u32(length);
    writer.varint(counts.length);
    for (const count of counts) writer.f64(count);
  }
}
