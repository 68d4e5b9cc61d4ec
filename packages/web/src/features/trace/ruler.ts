import { type TimeWindow } from './time-window.js';

/**
 * Round marks on the time ruler: 1, 2 or 5 times a power of ten nanoseconds, some `count` of them within the window.
 * @returns nanoseconds from the start of the trace.
 */
export function rulerTicks({ from, to }: TimeWindow, count: number): readonly number[] {
  const rough = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
}
