import { presentSteps, type CellFold } from './cell-fold.js';

export const sumOfCells: CellFold = (cells, steps) => {
  const values = new Float64Array(steps);
  cells.forEachStep((step, value, lines) => {
    values[step]! += value * lines;
  });
  return { values, present: presentSteps(cells, steps) };
};
