import { expect, it } from 'vitest';
import { lineColumn } from './parse-error.js';

it.each([
  ['abc', 0, 1, 1],
  ['abc', 3, 1, 4],
  ['a\nbc', 2, 2, 1],
  ['a\n\nbc', 4, 3, 2],
  ['봉수 x', 3, 1, 8],
])('%j at %d is line %d column %d', (text, offset, line, column) => {
  expect(lineColumn(text, offset)).toEqual({ line, column });
});
