export { type ExemplarPoint, writeExemplar } from './exemplar-row.js';
export { type FamilyText, NOTHING_SAID, sameText } from './family-text.js';
export { formatFloat } from './float-format.js';
export type { BucketCounts, HistogramValue } from './histogram-value.js';
export { seriesFingerprint } from './series.js';
export { type LabelSource, SeriesRows } from './series-rows.js';
export { type KnownMetric, SeriesTable } from './series-table.js';
export { STALE_NAN_HI, STALE_NAN_LO } from './stale-nan.js';
