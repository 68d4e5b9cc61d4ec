import type { WindowView } from '../context.js';
import { windowBounds } from '../extended-window.js';

/** Difference of what an extended window ends and begins with, counters' resets added; per second for a rate. */
export function extendedDifference(window: WindowView, isCounter: boolean, isRate: boolean): number | undefined {
  const { times, values, start, end, extension } = window;
  const bounds = windowBounds(window, start, end, extension!, isCounter);
  if (bounds === undefined) return undefined;
  let result = bounds.right - bounds.left;
  if (isCounter) {
    // What lies at or beyond the ends is in their values already.
    const first = times[bounds.first]! <= start ? bounds.first + 1 : bounds.first;
    const last = times[bounds.last]! >= end ? bounds.last - 1 : bounds.last;
    let before = bounds.left;
    for (let i = first; i <= last; i++) {
      if (values[i]! < before) result += before;
      before = values[i]!;
    }
    if (bounds.right < before) result += before;
  }
  return isRate ? result / ((end - start) / 1000) : result;
}

/**
 * The first sample of a window that counts changes: anchored, the last one at or before its start. Undefined where no
 * sample lies after that.
 */
export function firstCounted({ times, from, to, start, extension }: WindowView): number | undefined {
  if (extension === undefined) return from;
  let first = from;
  while (first < to && times[first]! <= start) first++;
  return first === to ? undefined : Math.max(from, first - 1);
}
