import { expect, it } from 'vitest';
import { statCells } from './stat-cells.js';

it.each([
  ['one takes the panel', 1, 300, 200, 'auto', 1],
  ['cells are about twice as wide as high', 4, 400, 200, 'auto', 2],
  ['five in a flat panel stand in one row rather than be cut off', 5, 268, 70, 'auto', 5],
  ['what fits nowhere scrolls in legible cells', 40, 300, 120, 'auto', 3],
  ['one below the other where the dashboard says so', 3, 400, 300, 'horizontal', 1],
])('%s', (_name, count, width, height, orientation, columns) => {
  expect(statCells(count, width, height, orientation).columns).toBe(columns);
});
