import type { FoldAggregator } from './aggregator.js';

export const count: FoldAggregator = {
  kind: 'fold',
  histograms: 'counted',
  fold: (members, steps) => {
    const values = new Float64Array(steps);
    for (const one of members) for (let i = 0; i < steps; i++) values[i] = values[i]! + one.present[i]!;
    return { values, present: Uint8Array.from(values, (n) => (n > 0 ? 1 : 0)) };
  },
};

/** 1 for every group that is there. */
export const group: FoldAggregator = {
  kind: 'fold',
  histograms: 'counted',
  fold: (members, steps) => {
    const { present } = count.fold(members, steps);
    return { values: new Float64Array(steps).fill(1), present };
  },
};
