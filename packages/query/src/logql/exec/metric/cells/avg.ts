import { addToMean } from '../mean.js';
import { presentSteps, type CellFold } from './cell-fold.js';

export const avgOfCells: CellFold = (cells, steps) => {
  const values = new Float64Array(steps);
  const counts = new Float64Array(steps);
  cells.forEachStep((step, value, lines) => {
    counts[step]! += lines;
    values[step] = addToMean(values[step]!, value, counts[step]! / lines);
  });
  return { values, present: presentSteps(cells, steps) };
};
