export type { FloatHistogram } from '../exec/histogram/float-histogram.js';
export { customBucketSeries } from './classic-histograms.js';
export { almostEqual, compareAnnotations, matches } from './compare.js';
export { parseScript, type Eval, type Load, type Span } from './script.js';
export type { Item, SeriesLine } from './series-notation.js';
export { storedHints } from './stored-hints.js';
