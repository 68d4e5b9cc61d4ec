import type { SourceRange } from '../../../lang/index.js';
import { goQuote } from '../../syntax/index.js';
import type { Annotations } from '../annotations.js';
import { numberOf } from '../go-float.js';
import type { FloatHistogram } from '../histogram/float-histogram.js';
import type { LabelSet } from '../label-set.js';
import { nativeAnnotations } from '../native-annotations.js';
import { hasHistograms, numbersOnly, type StepSeries } from '../series.js';
import type { Bucket } from './bucket-quantile.js';

/** A histogram of either kind: series that differ in `le` only are the buckets of a classic one. */
export interface HistogramGroup {
  readonly labels: LabelSet;
  readonly metric: string;
  readonly dropName: boolean;
  /** What there is at a step; undefined where there is nothing, or both kinds, which is reported. */
  at(step: number): FloatHistogram | readonly Bucket[] | undefined;
  /** Series it is made of: a measure of the work a step takes. */
  readonly size: number;
}

interface Draft {
  readonly labels: LabelSet;
  readonly dropName: boolean;
  readonly buckets: { readonly bound: number; readonly series: StepSeries }[];
  native?: StepSeries;
}

const LE = new Set(['le']);

/** The histograms of a vector; reports series that are buckets of none. */
export function histogramGroups(
  input: readonly StepSeries[],
  annotations: Annotations,
  at: SourceRange,
): readonly HistogramGroup[] {
  const drafts = new Map<string, Draft>();
  const draft = (labels: LabelSet, dropName: boolean): Draft => {
    const known = drafts.get(labels.key);
    if (known) return known;
    const made: Draft = { labels, dropName, buckets: [] };
    drafts.set(labels.key, made);
    return made;
  };
  for (const series of input) {
    if (hasHistograms(series)) draft(series.labels, series.dropName).native = series;
    const numbers = numbersOnly(series);
    if (!numbers.present.includes(1)) continue;
    const le = series.labels.get('le');
    const bound = numberOf(le);
    if (bound === undefined) reportBadBucket(series.labels.name, le, annotations, at);
    else draft(series.labels.drop(LE), series.dropName).buckets.push({ bound, series: numbers });
  }
  return [...drafts.values()].map((one) => groupOf(one, annotations, at));
}

function groupOf(
  { labels, dropName, buckets, native }: Draft,
  annotations: Annotations,
  at: SourceRange,
): HistogramGroup {
  const metric = labels.name;
  // Once for all steps.
  buckets.sort((a, b) => a.bound - b.bound);
  return {
    labels,
    metric,
    dropName,
    size: buckets.length + (native ? 1 : 0),
    at: (step) => {
      const histogram = native?.present[step] === 1 ? native.histograms?.[step] : undefined;
      const there: Bucket[] = [];
      for (const { bound, series } of buckets) {
        if (series.present[step] === 1) there.push({ bound, count: series.values[step]! });
      }
      if (there.length === 0) return histogram;
      if (histogram === undefined) return there;
      nativeAnnotations.mixedClassic(annotations, metric, at);
      return undefined;
    },
  };
}

function reportBadBucket(metric: string, le: string, annotations: Annotations, at: SourceRange): void {
  const name = metric === '' ? '' : ` for metric name ${goQuote(metric)}`;
  annotations.warn(`bucket label "le" is missing or has a malformed value of ${goQuote(le)}${name}`, at);
}
