import type { FoldAggregator } from './aggregator.js';

export const count: FoldAggregator = {
  kind: 'fold',
  fold: (members, steps) => {
    const values = new Float64Array(steps);
    for (const one of members) for (let i = 0; i < steps; i++) values[i] = values[i]! + one.present[i]!;
    return { values, present: Uint8Array.from(values, (n) => (n > 0 ? 1 : 0)) };
  },
};
