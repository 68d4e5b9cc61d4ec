import { presentSteps, type CellFold } from './cell-fold.js';

/** Population variance by Welford's method, a cell's lines at once. */
export const stdvarOfCells: CellFold = (cells, steps) => {
  const counts = new Float64Array(steps);
  const means = new Float64Array(steps);
  const squares = new Float64Array(steps);
  cells.forEachStep((step, value, lines) => {
    counts[step]! += lines;
    const delta = value - means[step]!;
    means[step]! += (delta * lines) / counts[step]!;
    squares[step]! += delta * (value - means[step]!) * lines;
  });
  return { values: squares.map((sum, i) => sum / counts[i]!), present: presentSteps(cells, steps) };
};

export const stddevOfCells: CellFold = (cells, steps, rangeSeconds) => {
  const { values, present } = stdvarOfCells(cells, steps, rangeSeconds);
  return { values: values.map(Math.sqrt), present };
};
