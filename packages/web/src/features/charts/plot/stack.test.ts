import { expect, it } from 'vitest';
import { below, stacked } from './stack.js';

const a = { values: [1, 2, null], stack: 's' };
const b = { values: [3, null, 4], stack: 's' };
const line = { values: [9, 9, 9], stack: undefined };
const down = { values: [-1, -1, -1], stack: 's' };

it('puts series on each other', () => {
  expect(stacked([a, line, b, down, down], false)).toEqual([
    [1, 2, null],
    [9, 9, 9],
    [4, null, 4],
    [-1, -1, -1],
    [-2, -2, -2],
  ]);
  expect(below([a, line, b])).toEqual([undefined, undefined, 0]);
});

it('shows shares', () => {
  expect(stacked([a, b], true)).toEqual([
    [25, 100, null],
    [100, null, 100],
  ]);
  expect(stacked([{ values: [0], stack: 's' }], true)).toEqual([[0]]);
});
