import { greatestOf, leastOf } from '../../../lang/index.js';
import type { FoldAggregator } from './aggregator.js';

export const min: FoldAggregator = { kind: 'fold', histograms: 'ignored', fold: leastOf };
export const max: FoldAggregator = { kind: 'fold', histograms: 'ignored', fold: greatestOf };
