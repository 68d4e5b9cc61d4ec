import type { FoldAggregator } from './aggregator.js';
import { addToMean } from '../mean.js';

export const avg: FoldAggregator = {
  kind: 'fold',
  fold: (members, steps) => {
    const values = new Float64Array(steps);
    const counts = new Float64Array(steps);
    for (const one of members) {
      for (let i = 0; i < steps; i++) {
        if (one.present[i] === 0) continue;
        counts[i] = counts[i]! + 1;
        values[i] = addToMean(values[i]!, one.values[i]!, counts[i]!);
      }
    }
    return { values, present: Uint8Array.from(counts, (n) => (n > 0 ? 1 : 0)) };
  },
};
