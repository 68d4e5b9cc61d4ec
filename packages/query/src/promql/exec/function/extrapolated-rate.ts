import type { WindowFunction, WindowReport, WindowView } from '../context.js';
import { goQuote } from '../../syntax/index.js';

/** What a counter's name ends with. */
const COUNTER = /(?:_total|_sum|_count|_bucket)$/;

/** Tells a user whose metric does not look like a counter. */
export function inspectCounter({ annotations, metric, argPos }: WindowReport): void {
  if (metric === '' || COUNTER.test(metric)) return;
  annotations.info(
    `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${goQuote(metric)}`,
    argPos,
  );
}

/**
 * Difference of the last and first sample, extended to the ends of the window: by the average distance of samples at
 * most, and for a counter not further back than to where it would have been 0. Counters that fall have been reset.
 */
function extrapolated(window: WindowView, isCounter: boolean, isRate: boolean): number | undefined {
  const { times, values, from, to, start, end } = window;
  const last = to - 1;
  if (last === from) return undefined;
  let result = values[last]! - values[from]!;
  if (isCounter) {
    let before = values[from]!;
    for (let i = from + 1; i <= last; i++) {
      if (values[i]! < before) result += before;
      before = values[i]!;
    }
  }
  // Seconds, as Prometheus computes: the factors then round alike.
  let toStart = (times[from]! - start) / 1000;
  let toEnd = (end - times[last]!) / 1000;
  const sampled = (times[last]! - times[from]!) / 1000;
  const average = sampled / (last - from);
  // More than 10 % beyond the average distance: the series began or ended inside the window.
  const threshold = average * 1.1;
  if (toStart >= threshold) toStart = average / 2;
  if (isCounter && result > 0 && values[from]! >= 0) {
    toStart = Math.min(toStart, sampled * (values[from]! / result));
  }
  if (toEnd >= threshold) toEnd = average / 2;
  let factor = (sampled + toStart + toEnd) / sampled;
  if (isRate) factor /= (end - start) / 1000;
  return result * factor;
}

const extrapolating = (isCounter: boolean, isRate: boolean): WindowFunction => ({
  kind: 'window',
  matrixArg: 0,
  compute: (window) => extrapolated(window, isCounter, isRate),
  ...(isCounter ? { inspect: inspectCounter } : {}),
});

export const rate = extrapolating(true, true);
export const increase = extrapolating(true, false);
export const delta = extrapolating(false, false);
