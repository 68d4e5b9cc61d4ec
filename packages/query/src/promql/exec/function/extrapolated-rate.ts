import type { WindowFunction, WindowReport, WindowView } from '../context.js';
import { goQuote } from '../../syntax/index.js';
import { extendedDifference } from './extended-rate.js';
import { extrapolatedHistogram } from './histogram-rate.js';
import { isStartReset } from './start-time.js';

/** What a counter's name ends with. */
const COUNTER = /(?:_total|_sum|_count|_bucket)$/;

/** Tells a user whose metric does not look like a counter. */
export function inspectCounter({ annotations, metric, labels, features, argPos }: WindowReport): void {
  if (metric === '') return;
  const doubt = 'metric might not be a counter,';
  if (!features.typeAndUnitLabels) {
    if (COUNTER.test(metric)) return;
    annotations.info(`${doubt} name does not end in _total/_sum/_count/_bucket: ${goQuote(metric)}`, argPos);
    return;
  }
  const type = labels.get('__type__');
  if (type === 'counter' || type === 'histogram') return;
  const got = `got ${goQuote(type)}: ${goQuote(metric)}`;
  annotations.info(`${doubt} __type__ label is not set to "counter" or "histogram", ${got}`, argPos);
}

/**
 * Difference of the last and first sample, extended to the ends of the window: by the average distance of samples at
 * most, and for a counter not further back than to where it would have been 0. Counters that fall have been reset. A
 * counter known to have begun inside the window was 0 then, so that one sample is enough.
 */
function extrapolated(window: WindowView, isCounter: boolean, isRate: boolean): number | undefined {
  if (window.extension !== undefined) return extendedDifference(window, isCounter, isRate);
  const { times, values, from, to } = window;
  const starts = isCounter ? window.starts : undefined;
  const last = to - 1;
  let result = values[last]! - values[from]!;
  if (isCounter) {
    for (let i = from + 1; i <= last; i++) {
      const began = starts && isStartReset(starts[i - 1]!, times[i - 1]!, starts[i]!, times[i]!);
      if (began || values[i]! < values[i - 1]!) result += values[i - 1]!;
    }
  }
  if (!isCounter) return last === from ? undefined : result * extrapolationFactor(window, undefined, isRate);
  const began = beganInside(window);
  if (began !== undefined) result += values[from]!;
  else if (last === from) return undefined;
  return result * extrapolationFactor(window, { first: values[from]!, increase: result, began }, isRate);
}

/** When the counter of a window's first sample began, in ms, if that is known and inside the window. */
export function beganInside({ times, starts, from, start }: WindowView): number | undefined {
  const began = starts?.[from] ?? 0;
  return began !== 0 && began > start && began < times[from]! ? began : undefined;
}

/** A counter's value at the first sample of a window and how much it grew. */
interface CounterGrowth {
  readonly first: number;
  readonly increase: number;
  /** When it began, in ms, if that is inside the window: it was 0 then. */
  readonly began: number | undefined;
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
  let sampled = (times[last]! - times[from]!) / 1000;
  const average = last === from ? 0 : sampled / (last - from);
  // More than 10 % beyond the average distance: the series began or ended inside the window.
  const threshold = average * 1.1;
  if (counter?.began !== undefined) {
    toStart = 0;
    sampled = (times[last]! - counter.began) / 1000;
  } else {
    if (toStart >= threshold) toStart = average / 2;
    if (counter && counter.increase > 0 && counter.first >= 0) {
      toStart = Math.min(toStart, sampled * (counter.first / counter.increase));
    }
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
