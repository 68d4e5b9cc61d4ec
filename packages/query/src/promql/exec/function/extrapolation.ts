import type { WindowView } from '../context.js';

/** When the counter of a window's first sample began, in ms, if that is known and inside the window. */
export function beganInside({ times, starts, from, start }: WindowView): number | undefined {
  const began = starts?.[from] ?? 0;
  return began !== 0 && began > start && began < times[from]! ? began : undefined;
}

/** A counter's value at the first sample of a window and how much it grew. */
export interface CounterGrowth {
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
  return factorBetween(times[from]!, times[to - 1]!, to - from, start, end, counter, isRate);
}

/** As {@link extrapolationFactor}, of `count` samples from `first` to `last`, in ms. */
export function factorBetween(
  first: number,
  last: number,
  count: number,
  start: number,
  end: number,
  counter: CounterGrowth | undefined,
  isRate: boolean,
): number {
  // Seconds, as Prometheus computes: the factors then round alike.
  let toStart = (first - start) / 1000;
  let toEnd = (end - last) / 1000;
  let sampled = (last - first) / 1000;
  const average = count === 1 ? 0 : sampled / (count - 1);
  // More than 10 % beyond the average distance: the series began or ended inside the window.
  const threshold = average * 1.1;
  if (counter?.began !== undefined) {
    toStart = 0;
    sampled = (last - counter.began) / 1000;
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
