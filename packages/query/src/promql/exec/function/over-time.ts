import type { WindowFunction, WindowView } from '../context.js';
import { KahanMean, KahanSum } from '../kahan.js';
import {
  changesWithHistograms,
  meanOfHistograms,
  resetsWithHistograms,
  sumOfHistograms,
} from './histogram-over-time.js';
import { sampleAt } from './native-window.js';

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

/** NaN gives way to every number. */
export const minOverTime = overTime(({ values, from, to }) => {
  let least = values[from]!;
  for (let i = from + 1; i < to; i++) if (values[i]! < least || Number.isNaN(least)) least = values[i]!;
  return least;
});

export const maxOverTime = overTime(({ values, from, to }) => {
  let greatest = values[from]!;
  for (let i = from + 1; i < to; i++) if (values[i]! > greatest || Number.isNaN(greatest)) greatest = values[i]!;
  return greatest;
});

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

/** How often the value fell. */
export const resets = overTime(({ values, from, to }) => {
  let count = 0;
  for (let i = from + 1; i < to; i++) if (values[i]! < values[i - 1]!) count++;
  return count;
}, resetsWithHistograms);

/** How often the value became another; NaN after NaN is the same. */
export const changes = overTime(({ values, from, to }) => {
  let count = 0;
  for (let i = from + 1; i < to; i++) {
    const before = values[i - 1]!;
    const value = values[i]!;
    if (value !== before && !(Number.isNaN(value) && Number.isNaN(before))) count++;
  }
  return count;
}, changesWithHistograms);
