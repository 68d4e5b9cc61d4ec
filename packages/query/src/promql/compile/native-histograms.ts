import { col, NATIVE_HISTOGRAMS, type Select } from '../../sql/index.js';
import { sampleCondition, type SampleWindow } from './samples.js';

/** Columns in the order in which `exec/histogram/read.ts` reads them. */
const COLUMNS = [
  'fingerprint',
  'ts',
  'count',
  'sum',
  'schema',
  'zero_threshold',
  'zero_count',
  'positive.offset',
  'positive.length',
  'positive_counts',
  'negative.offset',
  'negative.length',
  'negative_counts',
  'custom_values',
  'reset_hint',
  'start',
];

const FROM = { kind: 'table', name: NATIVE_HISTOGRAMS.name } as const;

/** Native histograms in the order of the sorting key, of two at one time the one with more observations last. */
export function histogramsSelect(window: SampleWindow, limit: number): Select {
  return {
    columns: COLUMNS.map((name) => ({ expr: col(name) })),
    from: FROM,
    where: sampleCondition(window),
    orderBy: ['metric', 'fingerprint', 'ts', 'count'].map((name) => ({ expr: col(name), direction: 'ASC' as const })),
    limit,
  };
}

/** Fingerprints of the series that have any. */
export function histogramSeriesSelect(window: SampleWindow): Select {
  return { distinct: true, columns: [{ expr: col('fingerprint') }], from: FROM, where: sampleCondition(window) };
}
