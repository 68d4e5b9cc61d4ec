import type { FoldAggregator } from './aggregator.js';

export const sum: FoldAggregator = {
  kind: 'fold',
  fold: (members, steps) => {
    const values = new Float64Array(steps);
    const present = new Uint8Array(steps);
    for (const one of members) {
      for (let i = 0; i < steps; i++) {
        if (one.present[i] === 0) continue;
        values[i] = present[i] === 0 ? one.values[i]! : values[i]! + one.values[i]!;
        present[i] = 1;
      }
    }
    return { values, present };
  },
};
