import type { WindowFunction } from '../context.js';
import { nanFirst, quantileOfSorted, warnQuantile } from '../quantile.js';

export const quantileOverTime: WindowFunction = {
  kind: 'window',
  matrixArg: 1,
  compute: ({ values, from, to }, [q]) => quantileOfSorted(q!, values.slice(from, to).sort(nanFirst)),
  inspectScalars: ([q], { annotations, scalarPos }) => warnQuantile(q!, annotations, scalarPos),
};
