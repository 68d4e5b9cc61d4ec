import { presentSteps, totals, type CellFold } from './cell-fold.js';

export const countOfCells: CellFold = (cells, steps) => {
  const values = totals(cells, steps, 'lines');
  return { values, present: Uint8Array.from(values, (n) => (n > 0 ? 1 : 0)) };
};

export const bytesOfCells: CellFold = (cells, steps) => ({
  values: totals(cells, steps, 'sums'),
  present: presentSteps(cells, steps),
});

export const perSecond =
  (fold: CellFold): CellFold =>
  (cells, steps, rangeSeconds) => {
    const { values, present } = fold(cells, steps, rangeSeconds);
    return { values: values.map((value) => value / rangeSeconds), present };
  };
