import type { WindowFunction } from './window-function.js';

/** Of values or of bytes. */
export const sumOverTime: WindowFunction = ({ values, from, to }) => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum;
};

/** The sum a second: `bytes_rate`, and `rate` of an unwrapped label, which is no counter's rate. */
export const sumRate: WindowFunction = (window, rangeSeconds) => sumOverTime(window, rangeSeconds) / rangeSeconds;
