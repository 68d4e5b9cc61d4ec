import type { WindowFunction, WindowView } from '../context.js';
import { kahanStep } from '../kahan.js';

/** Slope per second and value at `origin` (ms) of the least-squares line through a window; at least two samples. */
function regression({ times, values, from, to }: WindowView, origin: number): { slope: number; intercept: number } {
  const n = to - from;
  const first = values[from]!;
  let constant = true;
  let [sumX, cX, sumY, cY, sumXY, cXY, sumX2, cX2] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const y = values[i]!;
    const x = (times[i]! - origin) / 1000;
    if (y !== first) constant = false;
    [sumX, cX] = kahanStep(x, sumX, cX);
    [sumY, cY] = kahanStep(y, sumY, cY);
    [sumXY, cXY] = kahanStep(x * y, sumXY, cXY);
    [sumX2, cX2] = kahanStep(x * x, sumX2, cX2);
  }
  if (constant) return Number.isFinite(first) ? { slope: 0, intercept: first } : { slope: NaN, intercept: NaN };
  sumX += cX;
  sumY += cY;
  sumXY += cXY;
  sumX2 += cX2;
  const slope = (sumXY - (sumX * sumY) / n) / (sumX2 - (sumX * sumX) / n);
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
