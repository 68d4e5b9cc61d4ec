import type { WindowFunction, WindowView } from '../context.js';
import { KahanMean, KahanSum } from '../kahan.js';
import { firstCounted } from './extended-rate.js';
import {
  changesWithHistograms,
  meanOfHistograms,
  resetsWithHistograms,
  sumOfHistograms,
} from './histogram-over-time.js';
import { sampleAt } from './native-window.js';
import { isStartReset } from './start-time.js';

/** A function of a window's samples alone; without `native` it leaves histograms out. */
const overTime = (
  compute: (window: WindowView) => number | undefined,
  native?: WindowFunction['native'],
  keepsName = false,
): WindowFunction => ({
  kind: 'window',
  matrixArg: 0,
  compute,
  keepsName,
  ...(native ? { native } : {}),
});

export const sumOverTime = overTime(({ values, from, to }) => {
  const sum = new KahanSum();
  for (let i = from; i < to; i++) sum.add(values[i]!);
  return sum.total;
}, sumOfHistograms);

export const avgOverTime = overTime(({ values, from, to }) => {
  const mean = new KahanMean();
  for (let i = from; i < to; i++) mean.add(values[i]!);
  return mean.mean;
}, meanOfHistograms);

const samples = ({ from, to }: WindowView): number => to - from;
export const countOverTime = overTime(samples, samples);
const one = (): number => 1;
export const presentOverTime = overTime(one, one);
export const lastOverTime = overTime(
  ({ values, to }) => values[to - 1]!,
  (window) => sampleAt(window, window.to - 1),
  true,
);
export const firstOverTime = overTime(
  ({ values, from }) => values[from]!,
  (window) => sampleAt(window, window.from),
  true,
);

/** How often the value fell or the counter is known to have begun anew. */
export const resets = overTime((window) => {
  const { times, values, starts, to } = window;
  const first = firstCounted(window);
  if (first === undefined) return undefined;
  let count = 0;
  for (let i = first + 1; i < to; i++) {
    const began = starts && isStartReset(starts[i - 1]!, times[i - 1]!, starts[i]!, times[i]!);
    if (began || values[i]! < values[i - 1]!) count++;
  }
  return count;
}, resetsWithHistograms);

/** How often the value became another; NaN after NaN is the same. */
export const changes = overTime((window) => {
  const { values, to } = window;
  const first = firstCounted(window);
  if (first === undefined) return undefined;
  let count = 0;
  for (let i = first + 1; i < to; i++) {
    const before = values[i - 1]!;
    const value = values[i]!;
    if (value !== before && !(Number.isNaN(value) && Number.isNaN(before))) count++;
  }
  return count;
}, changesWithHistograms);

/** Seconds of the first and the last sample. */
const firstTime = ({ times, from }: WindowView): number => times[from]! / 1000;
export const tsOfFirstOverTime = overTime(firstTime, firstTime);
const lastTime = ({ times, to }: WindowView): number => times[to - 1]! / 1000;
export const tsOfLastOverTime = overTime(lastTime, lastTime);

/** Seconds of the last of the best samples; NaN gives way to every number. */
const timeOfBest = (isAsGood: (value: number, than: number) => boolean): WindowFunction =>
  overTime(({ times, values, from, to }) => {
    let best = from;
    for (let i = from; i < to; i++) {
      if (isAsGood(values[i]!, values[best]!) || Number.isNaN(values[best]!)) best = i;
    }
    return times[best]! / 1000;
  });

export const tsOfMaxOverTime = timeOfBest((value, than) => value >= than);
export const tsOfMinOverTime = timeOfBest((value, than) => value <= than);
