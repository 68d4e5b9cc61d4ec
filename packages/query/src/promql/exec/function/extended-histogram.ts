import type { NativeWindow, WindowReport } from '../context.js';
import { add, asGauge, divide, multiply, subtract } from '../histogram/arithmetic.js';
import { compacted, RESET_HINT, usesCustomBuckets, type FloatHistogram } from '../histogram/float-histogram.js';
import { isReset } from '../histogram/reset.js';
import { nativeAnnotations } from '../native-annotations.js';
import { reported } from './reported-histogram.js';

/** Difference of what an extended window of histograms ends and begins with, as `extendedDifference` has it of numbers. */
export function extendedHistogram(
  window: NativeWindow,
  histograms: readonly FloatHistogram[],
  isCounter: boolean,
  isRate: boolean,
  report: WindowReport,
): FloatHistogram | undefined {
  const { start, end, from, extension } = window;
  const times = window.times.subarray(from, window.to);
  const isSmoothed = extension === 'smoothed';
  let last = times.length - 1;
  const after = times.findIndex((time, i) => i < last && time > start);
  const first = Math.max(0, (after < 0 ? last : after) - 1);
  if (isSmoothed) {
    const atEnd = times.findIndex((time, i) => i < last && time >= end);
    if (atEnd >= 0) last = atEnd;
  }
  if (times[last]! <= start || (isSmoothed && times[first]! > end)) return undefined;
  const used = histograms.slice(first, last + 1);
  if (!areAlike(used, isCounter, report)) return undefined;

  const between = (i: number, time: number): FloatHistogram | undefined =>
    interpolated(histograms[i]!, times[i]!, histograms[i + 1]!, times[i + 1]!, time, isCounter, report);
  const left = isSmoothed && times[first]! < start ? between(first, start) : histograms[first]!;
  const right = isSmoothed && last > 0 && times[last]! > end ? between(last - 1, end) : histograms[last]!;
  if (left === undefined || right === undefined) return undefined;
  if (!isCounter && (left.hint !== RESET_HINT.gauge || right.hint !== RESET_HINT.gauge)) {
    nativeAnnotations.notGauge(report.annotations, report.metric, report.argPos);
  }
  let result = reported(subtract(right, left), 'subtraction', report);
  if (isCounter && result) {
    // The reset that the left value was interpolated over is in it already.
    const spanned = isSmoothed && times[first]! < start && isReset(histograms[first + 1]!, histograms[first]!);
    let before = spanned ? histograms[first + 1]! : left;
    for (let i = first + (spanned ? 2 : 1); i < last && result; i++) {
      if (isReset(histograms[i]!, before)) result = reported(add(result, before), 'addition', report);
      before = histograms[i]!;
    }
    const isOver = first + (spanned ? 2 : 1) > last;
    if (!isOver && result && isReset(right, before)) result = reported(add(result, before), 'addition', report);
  }
  if (result === undefined) return undefined;
  return asGauge(compacted(isRate ? divide(result, (end - start) / 1000) : result));
}

function areAlike(
  histograms: readonly FloatHistogram[],
  isCounter: boolean,
  { annotations, metric, argPos }: WindowReport,
): boolean {
  const custom = usesCustomBuckets(histograms[0]!);
  for (const histogram of histograms) {
    if (usesCustomBuckets(histogram) !== custom) {
      nativeAnnotations.mixedSchemas(annotations, metric, argPos);
      return false;
    }
    if (isCounter && histogram.hint === RESET_HINT.gauge) nativeAnnotations.notCounter(annotations, metric, argPos);
  }
  return true;
}

/** The histogram at `time` on the way from one to the next. A counter that was reset began again empty. */
function interpolated(
  one: FloatHistogram,
  t1: number,
  next: FloatHistogram,
  t2: number,
  time: number,
  isCounter: boolean,
  report: WindowReport,
): FloatHistogram | undefined {
  if (time === t1) return one;
  if (time === t2) return next;
  const fraction = (time - t1) / (t2 - t1);
  if (isCounter && isReset(next, one)) return multiply(next, fraction);
  const difference = reported(subtract(next, one), 'subtraction', report);
  return difference && reported(add(multiply(difference, fraction), one), 'addition', report);
}
