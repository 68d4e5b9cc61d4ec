import type { WindowFunction } from './window-function.js';

/** The quantile, interpolated between its neighbours; infinite for q outside [0, 1]. */
export const quantileOverTime =
  (q: number): WindowFunction =>
  ({ values, from, to }) => {
    if (q < 0) return -Infinity;
    if (q > 1) return Infinity;
    // The sort of typed arrays puts NaN last; Loki has it first.
    const sorted = values.slice(from, to).sort();
    let nan = 0;
    while (nan < sorted.length && Number.isNaN(sorted[sorted.length - 1 - nan])) nan++;
    sorted.copyWithin(nan, 0, sorted.length - nan);
    sorted.fill(NaN, 0, nan);
    const rank = q * (sorted.length - 1);
    const lower = Math.floor(rank);
    const upper = Math.min(sorted.length - 1, lower + 1);
    const weight = rank - lower;
    return sorted[lower]! * (1 - weight) + sorted[upper]! * weight;
  };
