import { hasSameBounds, RESET_HINT, type FloatHistogram, type ResetHint } from '../exec/histogram/float-histogram.js';
import { hasFallen } from '../exec/histogram/reset.js';
import type { Item } from './series-notation.js';

/**
 * The hints with which Prometheus' storage gives the histograms of a series back, whatever hints they came with but
 * `gauge`: it keeps runs without a reset or a change of layout together, and knows of all but the first of a run that
 * they are no reset.
 */
export function storedHints(items: readonly Item[]): readonly ResetHint[] {
  let run: FloatHistogram | undefined;
  return items.map((item) => {
    if (item === 'none') return RESET_HINT.unknown;
    const before = run;
    run = typeof item === 'object' ? item.histogram : undefined;
    if (run === undefined) return RESET_HINT.unknown;
    if (run.hint === RESET_HINT.gauge) return RESET_HINT.gauge;
    return before !== undefined && continues(run, before) ? RESET_HINT.notReset : RESET_HINT.unknown;
  });
}

function continues(histogram: FloatHistogram, before: FloatHistogram): boolean {
  return (
    before.hint !== RESET_HINT.gauge &&
    histogram.hint !== RESET_HINT.reset &&
    histogram.schema === before.schema &&
    histogram.zeroThreshold === before.zeroThreshold &&
    hasSameBounds(histogram, before) &&
    !hasFallen(histogram, before)
  );
}
