import { deviationOf, varianceOf } from '../../../../lang/index.js';
import type { FoldAggregator } from './aggregator.js';

export const stdvar: FoldAggregator = { kind: 'fold', fold: varianceOf };
export const stddev: FoldAggregator = { kind: 'fold', fold: deviationOf };
