import { presentSteps, type CellFold } from './cell-fold.js';

export const distinctOfCells: CellFold = (cells, steps) => {
  const found = Array.from({ length: steps }, () => new Set<number>());
  cells.forEachStep((step, value) => found[step]!.add(value));
  return { values: Float64Array.from(found, ({ size }) => size), present: presentSteps(cells, steps) };
};
