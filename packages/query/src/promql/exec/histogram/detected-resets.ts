import type { RawSeries } from '../series.js';
import { RESET_HINT, type FloatHistogram } from './float-histogram.js';
import { hasFallen } from './reset.js';

/**
 * The series with hints where it had none: whether a histogram was reset since the one before. Prometheus reads a
 * series so when only counts and sums of its histograms are wanted, and then warns of sums of both kinds.
 */
export function withDetectedResets(series: RawSeries): RawSeries {
  if (series.histograms === undefined) return series;
  let before: FloatHistogram | undefined;
  const histograms = series.histograms.map((histogram, i) => {
    if (histogram === undefined || series.stale?.[i] === 1) return histogram;
    const last = before;
    before = histogram;
    if (last === undefined || histogram.hint !== RESET_HINT.unknown) return histogram;
    const hint = hasFallen(histogram, last) ? RESET_HINT.reset : RESET_HINT.notReset;
    return { ...histogram, hint };
  });
  return { ...series, histograms };
}
