import type { LabelSet } from './label-set.js';

/** Samples of one series in time order, in arrays that grow. */
export class SampleSeries {
  times = new Float64Array(16);
  values = new Float64Array(16);
  length = 0;

  constructor(readonly labels: LabelSet) {}

  /** `time` in nanoseconds since the start of the first window; not before the last one. */
  add(time: number, value: number): void {
    if (this.length === this.times.length) {
      this.times = grown(this.times);
      this.values = grown(this.values);
    }
    this.times[this.length] = time;
    this.values[this.length++] = value;
  }
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
