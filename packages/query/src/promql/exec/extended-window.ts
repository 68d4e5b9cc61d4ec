import type { Extension } from '../plan/index.js';

/** Samples `from` to `to` (exclusive) of a series, in time order. */
export interface Stretch {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** The samples that decide what a window (start, end] begins and ends with, and the values it does. */
export interface Bounds {
  /** Index of the last sample at or before the start, or of the first there is. */
  readonly first: number;
  /** Index of the last sample; smoothed, of the first at or after the end if there is one. */
  readonly last: number;
  readonly left: number;
  readonly right: number;
}

/** Value at `time` on the line between two neighbours. A counter that fell began again at 0. */
function interpolated({ times, values }: Stretch, before: number, time: number, isCounter: boolean): number {
  const y2 = values[before + 1]!;
  const y1 = isCounter && y2 < values[before]! ? 0 : values[before]!;
  return y1 + ((y2 - y1) * (time - times[before]!)) / (times[before + 1]! - times[before]!);
}

/** Undefined where no sample lies in the window. `stretch` has a sample at least. */
export function windowBounds(
  stretch: Stretch,
  start: number,
  end: number,
  kind: Extension['kind'],
  isCounter: boolean,
): Bounds | undefined {
  const { times, values, from, to } = stretch;
  const smoothed = kind === 'smoothed';
  let last = to - 1;
  let first = from;
  while (first < last && times[first]! <= start) first++;
  first = Math.max(from, first - 1);
  if (smoothed) {
    let i = from;
    while (i < last && times[i]! < end) i++;
    last = i;
  }
  if (times[last]! <= start || (smoothed && times[first]! > end)) return undefined;
  const left = smoothed && times[first]! < start ? interpolated(stretch, first, start, isCounter) : values[first]!;
  const isPast = smoothed && last > from && times[last]! > end;
  const right = isPast ? interpolated(stretch, last - 1, end, isCounter) : values[last]!;
  return { first, last, left, right };
}

/** The samples of an extended range vector itself: one at either end, and those between. */
export function extendedWindow(
  times: Float64Array,
  values: Float64Array,
  start: number,
  end: number,
  { kind, lookback }: Extension,
): { readonly times: Float64Array; readonly values: Float64Array } {
  const from = times.findIndex((t) => t > start - lookback);
  const past = times.findIndex((t) => t > (kind === 'smoothed' ? end + lookback : end));
  const stretch = { times, values, from: from < 0 ? times.length : from, to: past < 0 ? times.length : past };
  const bounds = stretch.from < stretch.to ? windowBounds(stretch, start, end, kind, false) : undefined;
  if (bounds === undefined) return { times: new Float64Array(), values: new Float64Array() };
  const first = times[bounds.first]! <= start ? bounds.first + 1 : bounds.first;
  const last = times[bounds.last]! >= end ? bounds.last - 1 : bounds.last;
  return {
    times: Float64Array.of(start, ...times.subarray(first, last + 1), end),
    values: Float64Array.of(bounds.left, ...values.subarray(first, last + 1), bounds.right),
  };
}
