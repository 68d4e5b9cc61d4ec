/** A part of a trace's time. Whole nanoseconds from its start; `from` is before `to`. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** `from-to` in nanoseconds, as it stands in the URL. */
export const printWindow = ({ from, to }: TimeWindow): string => `${Math.round(from)}-${Math.round(to)}`;

export function parseWindow(text: string | undefined): TimeWindow | undefined {
  const parts = /^(\d{1,16})-(\d{1,16})$/.exec(text ?? '');
  if (!parts) return undefined;
  const window = { from: Number(parts[1]), to: Number(parts[2]) };
  return window.from < window.to ? window : undefined;
}

/** Least length of a window: below, bars of nanoseconds would fill the screen. */
const LEAST_NS = 100;

/** The window moved and shortened as far as needed to lie within `whole`. */
export function clampWindow({ from, to }: TimeWindow, whole: TimeWindow): TimeWindow {
  const length = Math.min(whole.to - whole.from, Math.max(Math.min(LEAST_NS, whole.to - whole.from), to - from));
  const start = Math.min(whole.to - length, Math.max(whole.from, from));
  return { from: start, to: start + length };
}

/** @param by parts of its own length, right is positive. */
export function pan(window: TimeWindow, by: number, whole: TimeWindow): TimeWindow {
  const shift = (window.to - window.from) * by;
  return clampWindow({ from: window.from + shift, to: window.to + shift }, whole);
}

/** @param factor of its length, below 1 looks closer. @param at the point that stays where it is, 0 to 1 of the window. */
export function zoom(window: TimeWindow, factor: number, at: number, whole: TimeWindow): TimeWindow {
  const length = window.to - window.from;
  const fixed = window.from + length * at;
  return clampWindow({ from: fixed - length * factor * at, to: fixed + length * factor * (1 - at) }, whole);
}
