import type { NativeWindow, WindowReport } from '../context.js';
import { RESET_HINT, isEqual, type FloatHistogram } from '../histogram/float-histogram.js';
import { HistogramMean, HistogramSum } from '../histogram/kahan-histogram.js';
import { isReset } from '../histogram/reset.js';
import { nativeAnnotations } from '../native-annotations.js';
import { firstCounted } from './extended-rate.js';
import { isStartReset } from './start-time.js';
import { histogramsOrWarning, sampleAt } from './native-window.js';

export const sumOfHistograms = (window: NativeWindow, report: WindowReport): FloatHistogram | undefined =>
  accumulated(new HistogramSum(), window, report);

export const meanOfHistograms = (window: NativeWindow, report: WindowReport): FloatHistogram | undefined =>
  accumulated(new HistogramMean(), window, report);

function accumulated(
  accumulator: HistogramSum | HistogramMean,
  window: NativeWindow,
  report: WindowReport,
): FloatHistogram | undefined {
  const histograms = histogramsOrWarning(window, report);
  if (histograms === undefined) return undefined;
  const { annotations, metric, argPos } = report;
  for (const histogram of histograms) {
    if (accumulator.add(histogram)) continue;
    nativeAnnotations.mixedSchemas(annotations, metric, argPos);
    return undefined;
  }
  if (haveConflictingHints(histograms)) nativeAnnotations.resetConflict(annotations, 'aggregation', argPos);
  if (accumulator.reconciled) nativeAnnotations.reconciled(annotations, 'aggregation', argPos);
  return accumulator.result;
}

/** Whether some are known to be resets and others to be none: then they are not parts of one whole. */
export const haveConflictingHints = (histograms: readonly FloatHistogram[]): boolean =>
  histograms.some(({ hint }) => hint === RESET_HINT.reset) &&
  histograms.some(({ hint }) => hint === RESET_HINT.notReset);

/** How often a counter was reset; a change between numbers and histograms is one. */
export const resetsWithHistograms = (window: NativeWindow): number | undefined =>
  countSteps(window, (sample, before, i) => {
    const { times, starts } = window;
    const isNumber = typeof sample === 'number';
    if (isNumber !== (typeof before === 'number')) return true;
    if (starts && isStartReset(starts[i - 1]!, times[i - 1]!, starts[i]!, times[i]!)) return true;
    if (typeof sample === 'number' || typeof before === 'number') return sample < before;
    return isReset(sample, before);
  });

/** How often the value became another. */
export const changesWithHistograms = (window: NativeWindow): number | undefined =>
  countSteps(window, (sample, before) => {
    if (typeof sample === 'number' || typeof before === 'number') {
      return sample !== before && !(Number.isNaN(sample) && Number.isNaN(before));
    }
    return !isEqual(sample, before);
  });

type Sample = number | FloatHistogram;

function countSteps(
  window: NativeWindow,
  counts: (sample: Sample, before: Sample, i: number) => boolean,
): number | undefined {
  const first = firstCounted(window);
  if (first === undefined) return undefined;
  let count = 0;
  for (let i = first + 1; i < window.to; i++) {
    if (counts(sampleAt(window, i), sampleAt(window, i - 1), i)) count++;
  }
  return count;
}
