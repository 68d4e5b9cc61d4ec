import type { NativeWindow, WindowReport } from '../context.js';
import { add, asGauge, divide, multiply, subtract, toSchema, type Combined } from '../histogram/arithmetic.js';
import {
  compacted,
  EMPTY_HISTOGRAM,
  RESET_HINT,
  usesCustomBuckets,
  type FloatHistogram,
} from '../histogram/float-histogram.js';
import { isReset } from '../histogram/reset.js';
import { nativeAnnotations } from '../native-annotations.js';
import { extrapolationFactor } from './extrapolated-rate.js';
import { histogramsOrWarning, sampleAt } from './native-window.js';

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
  if (histograms === undefined || histograms.length < 2) return undefined;
  const increase = isCounter ? counterIncrease(histograms, report) : gaugeDifference(histograms, report);
  if (increase === undefined) return undefined;
  const first = histograms[0]!.count;
  const factor = extrapolationFactor(window, isCounter ? { first, increase: increase.count } : undefined, isRate);
  return asGauge(multiply(compacted(increase), factor));
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

function counterIncrease(histograms: readonly FloatHistogram[], report: WindowReport): FloatHistogram | undefined {
  const { annotations, metric, argPos } = report;
  if (histograms.some(({ hint }) => hint === RESET_HINT.gauge)) {
    nativeAnnotations.notCounter(annotations, metric, argPos);
  }
  const [start, second] = histograms as [FloatHistogram, FloatHistogram];
  // The first one does not matter if the counter was reset right after it, not even its layout.
  const first = isReset(second, start) ? emptyLike(second) : start;
  const rest = histograms.slice(1);
  const custom = usesCustomBuckets(first);
  if (rest.some((one) => usesCustomBuckets(one) !== custom)) {
    nativeAnnotations.mixedSchemas(annotations, metric, argPos);
    return undefined;
  }
  const schema = Math.min(first.schema, ...rest.map((one) => one.schema));
  let increase = reported(subtract(toSchema(rest.at(-1)!, schema), first), 'subtraction', report);
  let before = first;
  for (const histogram of rest) {
    if (increase && isReset(histogram, before)) increase = reported(add(increase, before), 'addition', report);
    before = histogram;
  }
  return increase;
}

const emptyLike = ({ schema, customValues }: FloatHistogram): FloatHistogram => ({
  ...EMPTY_HISTOGRAM,
  schema,
  customValues,
});

/** What came of a sum or difference, with what there is to say about it. Conflicting hints are dealt with here. */
function reported(
  combined: Combined | undefined,
  operation: 'addition' | 'subtraction',
  { annotations, metric, argPos }: WindowReport,
): FloatHistogram | undefined {
  if (combined === undefined) nativeAnnotations.mixedSchemas(annotations, metric, argPos);
  else if (combined.reconciled) nativeAnnotations.reconciled(annotations, operation, argPos);
  return combined?.histogram;
}

/** Difference of the last two samples if both are histograms; for a rate per second, the last itself after a reset. */
export function lastTwoHistograms(
  window: NativeWindow,
  isRate: boolean,
  report: WindowReport,
): number | FloatHistogram | undefined {
  const { times, from, to } = window;
  const { annotations, metric, argPos } = report;
  if (to - from < 2) return undefined;
  const before = sampleAt(window, to - 2);
  const last = sampleAt(window, to - 1);
  const seconds = (times[to - 1]! - times[to - 2]!) / 1000;
  if (typeof before === 'number' && typeof last === 'number') {
    const difference = isRate && last < before ? last : last - before;
    return isRate ? difference / seconds : difference;
  }
  if (typeof before === 'number' || typeof last === 'number') {
    nativeAnnotations.mixedSamples(annotations, metric, argPos);
    return undefined;
  }
  const gauges = [before, last].filter(({ hint }) => hint === RESET_HINT.gauge).length;
  if (isRate && gauges > 0) nativeAnnotations.notCounter(annotations, metric, argPos);
  if (!isRate && gauges < 2) nativeAnnotations.notGauge(annotations, metric, argPos);
  const afterReset = isRate && isReset(last, before);
  const difference = afterReset ? last : reported(subtract(last, before), 'subtraction', report);
  if (difference === undefined) return undefined;
  return asGauge(compacted(isRate ? divide(difference, seconds) : difference));
}
