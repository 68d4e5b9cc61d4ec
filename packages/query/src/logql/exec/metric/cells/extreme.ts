import type { CellFold } from './cell-fold.js';

/** NaN gives way to every number. */
const extreme =
  (better: (value: number, than: number) => boolean): CellFold =>
  (cells, steps) => {
    const values = new Float64Array(steps);
    const present = new Uint8Array(steps);
    cells.forEachStep((step, value) => {
      if (present[step] === 0 || better(value, values[step]!) || Number.isNaN(values[step])) values[step] = value;
      present[step] = 1;
    });
    return { values, present };
  };

export const minOfCells = extreme((value, than) => value < than);
export const maxOfCells = extreme((value, than) => value > than);
