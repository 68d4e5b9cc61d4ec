/** Samples of one series in the window of one step; the object is reused for the next. */
export interface WindowView {
  /** Nanoseconds since the start of the first window, in order. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** First sample of the window, and one past its last. Never empty. */
  from: number;
  to: number;
  /** The window is (start, end], in the unit of `times`. */
  start: number;
  end: number;
}

/** A range aggregation of the samples of one window. `rangeSeconds` is the length of the window. */
export type WindowFunction = (window: WindowView, rangeSeconds: number) => number;
