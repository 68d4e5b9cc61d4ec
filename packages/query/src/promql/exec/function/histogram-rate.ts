import type { NativeWindow, WindowReport } from '../context.js';
import { add, asGauge, divide, multiply, subtract, toSchema } from '../histogram/arithmetic.js';
import {
  compacted,
  EMPTY_HISTOGRAM,
  RESET_HINT,
  usesCustomBuckets,
  type FloatHistogram,
} from '../histogram/float-histogram.js';
import { isReset } from '../histogram/reset.js';
import { nativeAnnotations } from '../native-annotations.js';
import { extendedHistogram } from './extended-histogram.js';
import { beganInside, extrapolationFactor } from './extrapolation.js';
import { histogramsOrWarning, sampleAt } from './native-window.js';
import { reported } from './reported-histogram.js';
import { isStartReset } from './start-time.js';

/**
 * Difference of the last and the first histogram, with what was lost at resets added, extended to the ends of the
 * window as it is for numbers. The count decides how far back a counter can reach.
 */
export function extrapolatedHistogram(
  window: NativeWindow,
  isCounter: boolean,
  isRate: boolean,
  report: WindowReport,
): FloatHistogram | undefined {
  const histograms = histogramsOrWarning(window, report);
  if (histograms === undefined) return undefined;
  if (window.extension !== undefined) return extendedHistogram(window, histograms, isCounter, isRate, report);
  const began = isCounter ? beganInside(window) : undefined;
  if (histograms.length < 2 && began === undefined) return undefined;
  let increase: FloatHistogram | undefined = histograms[0];
  if (histograms.length > 1) {
    increase = isCounter ? counterIncrease(window, histograms, report) : gaugeDifference(histograms, report);
    // It was empty when it began.
    if (increase && began !== undefined) increase = reported(add(increase, histograms[0]!), 'addition', report);
  }
  if (increase === undefined) return undefined;
  const growth = isCounter ? { first: histograms[0]!.count, increase: increase.count, began } : undefined;
  return asGauge(multiply(compacted(increase), extrapolationFactor(window, growth, isRate)));
}

function gaugeDifference(histograms: readonly FloatHistogram[], report: WindowReport): FloatHistogram | undefined {
  const { annotations, metric, argPos } = report;
  const first = histograms[0]!;
  const last = histograms.at(-1)!;
  const difference = reported(subtract(last, first), 'subtraction', report);
  if (difference && (first.hint !== RESET_HINT.gauge || last.hint !== RESET_HINT.gauge)) {
    nativeAnnotations.notGauge(annotations, metric, argPos);
  }
  return difference;
}

function counterIncrease(
  { times, starts, from }: NativeWindow,
  histograms: readonly FloatHistogram[],
  report: WindowReport,
): FloatHistogram | undefined {
  /** Whether the sample at a place of the window says that it began after the one before. */
  const beganAnew = (i: number): boolean =>
    starts !== undefined &&
    isStartReset(starts[from + i - 1]!, times[from + i - 1]!, starts[from + i]!, times[from + i]!);
  const { annotations, metric, argPos } = report;
  if (histograms.some(({ hint }) => hint === RESET_HINT.gauge)) {
    nativeAnnotations.notCounter(annotations, metric, argPos);
  }
  const [start, second] = histograms as [FloatHistogram, FloatHistogram];
  // The first one does not matter if the counter was reset right after it, not even its layout.
  const first = beganAnew(1) || isReset(second, start) ? emptyLike(second) : start;
  const rest = histograms.slice(1);
  const custom = usesCustomBuckets(first);
  if (rest.some((one) => usesCustomBuckets(one) !== custom)) {
    nativeAnnotations.mixedSchemas(annotations, metric, argPos);
    return undefined;
  }
  const schema = Math.min(first.schema, ...rest.map((one) => one.schema));
  let increase = reported(subtract(toSchema(rest.at(-1)!, schema), first), 'subtraction', report);
  let before = first;
  rest.forEach((histogram, i) => {
    if (increase && (beganAnew(i + 1) || isReset(histogram, before))) {
      increase = reported(add(increase, before), 'addition', report);
    }
    before = histogram;
  });
  return increase;
}

const emptyLike = ({ schema, customValues }: FloatHistogram): FloatHistogram => ({
  ...EMPTY_HISTOGRAM,
  schema,
  customValues,
});

/** Difference of the last two samples if both are histograms; for a rate per second, the last itself after a reset. */
export function lastTwoHistograms(
  window: NativeWindow,
  isRate: boolean,
  report: WindowReport,
): number | FloatHistogram | undefined {
  const { times, starts, from, to } = window;
  const { annotations, metric, argPos } = report;
  if (to - from < 2) return undefined;
  const began = starts && isStartReset(starts[to - 2]!, times[to - 2]!, starts[to - 1]!, times[to - 1]!);
  const before = sampleAt(window, to - 2);
  const last = sampleAt(window, to - 1);
  const seconds = (times[to - 1]! - times[to - 2]!) / 1000;
  if (typeof before === 'number' && typeof last === 'number') {
    const difference = isRate && (began || last < before) ? last : last - before;
    return isRate ? difference / seconds : difference;
  }
  if (typeof before === 'number' || typeof last === 'number') {
    nativeAnnotations.mixedSamples(annotations, metric, argPos);
    return undefined;
  }
  const gauges = [before, last].filter(({ hint }) => hint === RESET_HINT.gauge).length;
  if (isRate && gauges > 0) nativeAnnotations.notCounter(annotations, metric, argPos);
  if (!isRate && gauges < 2) nativeAnnotations.notGauge(annotations, metric, argPos);
  const afterReset = isRate && (began || isReset(last, before));
  const difference = afterReset ? last : reported(subtract(last, before), 'subtraction', report);
  if (difference === undefined) return undefined;
  return asGauge(compacted(isRate ? divide(difference, seconds) : difference));
}
