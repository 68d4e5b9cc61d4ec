import type { WindowFunction } from './window-function.js';

/** NaN gives way to every number. */
const extreme =
  (better: (value: number, than: number) => boolean): WindowFunction =>
  ({ values, from, to }) => {
    let best = values[from]!;
    for (let i = from + 1; i < to; i++) {
      const value = values[i]!;
      if (better(value, best) || Number.isNaN(best)) best = value;
    }
    return best;
  };

export const minOverTime = extreme((value, than) => value < than);
export const maxOverTime = extreme((value, than) => value > than);
