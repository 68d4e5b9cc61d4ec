import { HistogramMean } from '../histogram/kahan-histogram.js';
import { KahanMean } from '../kahan.js';
import type { FoldAggregator } from './aggregator.js';
import { foldingHistograms, meanOfNumbers } from './fold-histograms.js';

export const avg: FoldAggregator = {
  kind: 'fold',
  histograms: foldingHistograms(meanOfNumbers, () => new HistogramMean()),
  fold: (members, steps) => {
    const values = new Float64Array(steps);
    const present = new Uint8Array(steps);
    for (let i = 0; i < steps; i++) {
      const mean = new KahanMean();
      for (const one of members) if (one.present[i] === 1) mean.add(one.values[i]!);
      if (mean.count === 0) continue;
      values[i] = mean.mean;
      present[i] = 1;
    }
    return { values, present };
  },
};
