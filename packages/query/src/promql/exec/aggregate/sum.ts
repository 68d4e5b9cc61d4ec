import { HistogramSum } from '../histogram/kahan-histogram.js';
import type { FoldAggregator } from './aggregator.js';
import { foldingHistograms, sumOfNumbers } from './fold-histograms.js';

/** A compensated sum (see `KahanSum`), written out over columns: this is the hottest loop of most dashboards. */
export const sum: FoldAggregator = {
  kind: 'fold',
  histograms: foldingHistograms(sumOfNumbers, () => new HistogramSum()),
  fold: (members, steps) => {
    const values = new Float64Array(steps);
    const lost = new Float64Array(steps);
    const present = new Uint8Array(steps);
    for (const one of members) {
      for (let i = 0; i < steps; i++) {
        if (one.present[i] === 0) continue;
        const value = one.values[i]!;
        const before = values[i]!;
        const next = before + value;
        if (!Number.isFinite(next)) lost[i] = 0;
        else if (Math.abs(before) >= Math.abs(value)) lost[i] = lost[i]! + (before - next + value);
        else lost[i] = lost[i]! + (value - next + before);
        values[i] = next;
        present[i] = 1;
      }
    }
    for (let i = 0; i < steps; i++) values[i] = values[i]! + lost[i]!;
    return { values, present };
  },
};
