import type { WindowFunction, WindowReport, WindowView } from '../context.js';
import { goQuote } from '../../syntax/index.js';
import { extrapolatedHistogram } from './histogram-rate.js';

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
  const { values, from, to } = window;
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
  return (
    result * extrapolationFactor(window, isCounter ? { first: values[from]!, increase: result } : undefined, isRate)
  );
}

/** A counter's value at the first sample of a window and how much it grew. */
interface CounterGrowth {
  readonly first: number;
  readonly increase: number;
}

/**
 * By how much a difference between the first and last sample grows when it is extended to the ends of the window;
 * divided by the window's seconds for a rate. `counter` is absent for a gauge, which may be of any value before.
 */
export function extrapolationFactor(window: WindowView, counter: CounterGrowth | undefined, isRate: boolean): number {
  const { times, from, to, start, end } = window;
  const last = to - 1;
  // Seconds, as Prometheus computes: the factors then round alike.
  let toStart = (times[from]! - start) / 1000;
  let toEnd = (end - times[last]!) / 1000;
  const sampled = (times[last]! - times[from]!) / 1000;
  const average = sampled / (last - from);
  // More than 10 % beyond the average distance: the series began or ended inside the window.
  const threshold = average * 1.1;
  if (toStart >= threshold) toStart = average / 2;
  if (counter && counter.increase > 0 && counter.first >= 0) {
    toStart = Math.min(toStart, sampled * (counter.first / counter.increase));
  }
  if (toEnd >= threshold) toEnd = average / 2;
  const factor = (sampled + toStart + toEnd) / sampled;
  return isRate ? factor / ((end - start) / 1000) : factor;
}

const extrapolating = (isCounter: boolean, isRate: boolean): WindowFunction => ({
  kind: 'window',
  matrixArg: 0,
  compute: (window) => extrapolated(window, isCounter, isRate),
  native: (window, report) => extrapolatedHistogram(window, isCounter, isRate, report),
  ...(isCounter ? { inspect: inspectCounter } : {}),
});

export const rate = extrapolating(true, true);
export const increase = extrapolating(true, false);
export const delta = extrapolating(false, false);
