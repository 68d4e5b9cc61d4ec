import { countOf } from '../../../../lang/index.js';
import type { FoldAggregator } from './aggregator.js';

export const count: FoldAggregator = { kind: 'fold', fold: countOf };
