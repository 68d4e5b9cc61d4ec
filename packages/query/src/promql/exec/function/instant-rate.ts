import type { WindowFunction, WindowView } from '../context.js';
import { lastTwoHistograms } from './histogram-rate.js';
import { isStartReset } from './start-time.js';

/** Difference of the last two samples; for a rate per second, with the last value itself after a reset. */
function lastTwo({ times, values, starts, from, to }: WindowView, isRate: boolean): number | undefined {
  const last = to - 1;
  const before = last - 1;
  if (before < from) return undefined;
  const began = starts && isStartReset(starts[before]!, times[before]!, starts[last]!, times[last]!);
  const reset = isRate && (began || values[last]! < values[before]!);
  const difference = reset ? values[last]! : values[last]! - values[before]!;
  return isRate ? difference / ((times[last]! - times[before]!) / 1000) : difference;
}

export const irate: WindowFunction = {
  kind: 'window',
  matrixArg: 0,
  compute: (window) => lastTwo(window, true),
  native: (window, report) => lastTwoHistograms(window, true, report),
};

export const idelta: WindowFunction = {
  kind: 'window',
  matrixArg: 0,
  compute: (window) => lastTwo(window, false),
  native: (window, report) => lastTwoHistograms(window, false, report),
};
