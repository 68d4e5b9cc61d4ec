import type { StepNumbers, WindowColumn, WindowFunction, WindowReport, WindowView } from '../context.js';
import { goQuote } from '../../syntax/index.js';
import { extendedDifference } from './extended-rate.js';
import { beganInside, extrapolationFactor, factorBetween } from './extrapolation.js';
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

/** {@link extrapolated} for all windows: where a counter fell is looked for once. */
function extrapolatedAll(windows: WindowColumn, out: StepNumbers, isCounter: boolean, isRate: boolean): void {
  const { times, values, from, to, ends, range } = windows;
  const falls = isCounter ? fallsOf(values) : NO_FALLS;
  const growth = { first: 0, increase: 0, began: undefined };
  let nextFall = 0;
  for (let i = 0; i < ends.length; i++) {
    const first = from[i]!;
    const last = to[i]! - 1;
    if (last <= first) continue;
    let result = values[last]! - values[first]!;
    while (nextFall < falls.length && falls[nextFall]! <= first) nextFall++;
    for (let f = nextFall; f < falls.length && falls[f]! <= last; f++) result += values[falls[f]! - 1]!;
    growth.first = values[first]!;
    growth.increase = result;
    const end = ends[i]!;
    const counter = isCounter ? growth : undefined;
    const factor = factorBetween(times[first]!, times[last]!, last - first + 1, end - range, end, counter, isRate);
    out.values[i] = result * factor;
    out.present[i] = 1;
  }
}

const NO_FALLS: readonly number[] = [];

/** Indexes of samples that are less than the one before. */
function fallsOf(values: Float64Array): readonly number[] {
  const falls: number[] = [];
  for (let i = 1; i < values.length; i++) if (values[i]! < values[i - 1]!) falls.push(i);
  return falls;
}

const extrapolating = (isCounter: boolean, isRate: boolean): WindowFunction => ({
  kind: 'window',
  matrixArg: 0,
  compute: (window) => extrapolated(window, isCounter, isRate),
  computeAll: (windows, out) => extrapolatedAll(windows, out, isCounter, isRate),
  native: (window, report) => extrapolatedHistogram(window, isCounter, isRate, report),
  ...(isCounter ? { inspect: inspectCounter } : {}),
});

export const rate = extrapolating(true, true);
export const increase = extrapolating(true, false);
export const delta = extrapolating(false, false);
