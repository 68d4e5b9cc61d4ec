/** Which samples lie in the window of each step: `from` inclusive, `to` exclusive. */
export interface StepBounds {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Arrays of times whose bounds are kept: the targets that are scraped, not each series. */
const MAX_KEPT = 256;

/** Bounds of windows (end - range, end], found once for all series that have the same array of times. */
export class WindowBounds {
  readonly #known = new Map<Float64Array, StepBounds>();

  constructor(
    /** Rising, in ms. */
    readonly ends: Float64Array,
    readonly range: number,
  ) {}

  of(times: Float64Array): StepBounds {
    const known = this.#known.get(times);
    if (known !== undefined) return known;
    const { ends, range } = this;
    const bounds = { from: new Int32Array(ends.length), to: new Int32Array(ends.length) };
    let from = 0;
    let to = 0;
    for (let i = 0; i < ends.length; i++) {
      const end = ends[i]!;
      while (to < times.length && times[to]! <= end) to++;
      while (from < to && times[from]! <= end - range) from++;
      bounds.from[i] = from;
      bounds.to[i] = to;
    }
    if (this.#known.size >= MAX_KEPT) this.#known.clear();
    this.#known.set(times, bounds);
    return bounds;
  }
}
