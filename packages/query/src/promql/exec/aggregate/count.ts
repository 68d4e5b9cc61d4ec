import { countOf } from '../../../lang/index.js';
import type { FoldAggregator } from './aggregator.js';

export const count: FoldAggregator = { kind: 'fold', histograms: 'counted', fold: countOf };

/** 1 for every group that is there. */
export const group: FoldAggregator = {
  kind: 'fold',
  histograms: 'counted',
  fold: (members, steps) => ({
    values: new Float64Array(steps).fill(1),
    present: countOf(members, steps).present,
  }),
};
