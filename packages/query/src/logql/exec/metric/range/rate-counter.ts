import type { WindowFunction } from './window-function.js';

const NS = 1e9;

/**
 * The rate of a counter, extended to the ends of the window: by its samples' average distance at most, and not further
 * back than to where it would have been 0. A counter that falls has been reset. 0 for fewer than two samples.
 * Follows Prometheus' extrapolation before 3.0: the zero point is looked at before the distance to the window's start.
 */
export const rateCounter: WindowFunction = ({ times, values, from, to, start, end }, rangeSeconds) => {
  const last = to - 1;
  if (last === from) return 0;
  let result = values[last]! - values[from]!;
  let before = 0;
  for (let i = from; i <= last; i++) {
    if (values[i]! < before) result += before;
    before = values[i]!;
  }
  let toStart = (times[from]! - start) / NS;
  const toEnd = (end - times[last]!) / NS;
  const sampled = (times[last]! - times[from]!) / NS;
  const average = sampled / (last - from);
  if (result > 0 && values[from]! >= 0) toStart = Math.min(toStart, sampled * (values[from]! / result));
  // More than 10 % beyond the average distance: the series began or ended inside the window.
  const threshold = average * 1.1;
  const reach = sampled + (toStart < threshold ? toStart : average / 2) + (toEnd < threshold ? toEnd : average / 2);
  return (result * (reach / sampled)) / rangeSeconds;
};
