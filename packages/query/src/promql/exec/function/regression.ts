import type { WindowFunction, WindowView } from '../context.js';
import { KahanSum } from '../kahan.js';

/** Slope per second and value at `origin` (ms) of the least-squares line through a window; at least two samples. */
function regression({ times, values, from, to }: WindowView, origin: number): { slope: number; intercept: number } {
  const n = to - from;
  const first = values[from]!;
  let constant = true;
  const x = new KahanSum();
  const y = new KahanSum();
  const xy = new KahanSum();
  const x2 = new KahanSum();
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const seconds = (times[i]! - origin) / 1000;
    if (value !== first) constant = false;
    x.add(seconds);
    y.add(value);
    xy.add(seconds * value);
    x2.add(seconds * seconds);
  }
  if (constant) return Number.isFinite(first) ? { slope: 0, intercept: first } : { slope: NaN, intercept: NaN };
  const sumX = x.total;
  const sumY = y.total;
  const slope = (xy.total - (sumX * sumY) / n) / (x2.total - (sumX * sumX) / n);
  return { slope, intercept: sumY / n - (slope * sumX) / n };
}

export const deriv: WindowFunction = {
  kind: 'window',
  matrixArg: 0,
  // Times relative to the first sample keep the sums small.
  compute: (window) => {
    if (window.to - window.from < 2) return undefined;
    return regression(window, window.times[window.from]!).slope;
  },
};

/** The line's value `seconds` after the time of the step, which differs from the window's end under `@` and `offset`. */
export const predictLinear: WindowFunction = {
  kind: 'window',
  matrixArg: 0,
  compute: (window, [seconds]) => {
    if (window.to - window.from < 2) return undefined;
    const { slope, intercept } = regression(window, window.time);
    return slope * seconds! + intercept;
  },
};
