import type { MetricType } from '@bongsu/model';

/** What a sender says of a metric family. */
export interface FamilyText {
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
}

export const NOTHING_SAID: FamilyText = { type: 'unknown', help: '', unit: '' };

export const sameText = (a: FamilyText, b: FamilyText): boolean =>
  a.type === b.type && a.help === b.help && a.unit === b.unit;

/** Endings that the series of a family have; the family itself ends in none of them. */
const SUFFIXES: Readonly<Record<MetricType, readonly string[]>> = {
  unknown: [''],
  counter: ['', '_total'],
  gauge: [''],
  histogram: ['', '_bucket', '_sum', '_count'],
  gaugehistogram: ['', '_bucket', '_gsum', '_gcount'],
  summary: ['', '_sum', '_count'],
  info: ['', '_info'],
  stateset: [''],
};

/** Names of the metrics that a family consists of. */
export const metricsOfFamily = (family: string, { type }: FamilyText): readonly string[] =>
  SUFFIXES[type].map((suffix) => family + suffix);
