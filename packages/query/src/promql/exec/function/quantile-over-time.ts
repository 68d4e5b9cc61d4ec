import type { WindowFunction } from '../context.js';
import { nanFirst, quantileOfSorted, warnQuantile } from '../quantile.js';

export const quantileOverTime: WindowFunction = {
  kind: 'window',
  matrixArg: 1,
  compute: ({ values, from, to }, [q]) => quantileOfSorted(q!, values.slice(from, to).sort(nanFirst)),
  inspectScalars: ([q], { annotations, scalarPos }) => warnQuantile(q!, annotations, scalarPos),
};

const MIDDLE = 0.5;

/** The median of the distances to the median; NaN where a sample is. */
export const madOverTime: WindowFunction = {
  kind: 'window',
  matrixArg: 0,
  compute: ({ values, from, to }) => {
    const window = values.slice(from, to);
    if (window.some(Number.isNaN)) return NaN;
    const median = quantileOfSorted(MIDDLE, window.sort());
    return quantileOfSorted(MIDDLE, window.map((value) => Math.abs(value - median)).sort());
  },
};
