import type { FoldAggregator } from './aggregator.js';

/** Population variance by Welford's method. */
export const stdvar: FoldAggregator = {
  kind: 'fold',
  fold: (members, steps) => {
    const values = new Float64Array(steps);
    const present = new Uint8Array(steps);
    for (let i = 0; i < steps; i++) {
      let n = 0;
      let mean = 0;
      let squares = 0;
      for (const one of members) {
        if (one.present[i] === 0) continue;
        const value = one.values[i]!;
        const delta = value - mean;
        mean += delta / ++n;
        squares += delta * (value - mean);
      }
      if (n === 0) continue;
      values[i] = squares / n;
      present[i] = 1;
    }
    return { values, present };
  },
};

export const stddev: FoldAggregator = {
  kind: 'fold',
  fold: (members, steps) => {
    const { values, present } = stdvar.fold(members, steps);
    return { values: values.map(Math.sqrt), present };
  },
};
