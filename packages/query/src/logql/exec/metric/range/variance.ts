import type { WindowFunction } from './window-function.js';

/** Population variance by Welford's method. */
export const stdvarOverTime: WindowFunction = ({ values, from, to }) => {
  let mean = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const delta = value - mean;
    mean += delta / (i - from + 1);
    squares += delta * (value - mean);
  }
  return squares / (to - from);
};

export const stddevOverTime: WindowFunction = (window, rangeSeconds) => Math.sqrt(stdvarOverTime(window, rangeSeconds));
