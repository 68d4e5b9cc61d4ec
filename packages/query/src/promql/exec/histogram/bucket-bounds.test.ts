import { expect, it } from 'vitest';
import { boundsOf, exponentialBound } from './bucket-bounds.js';

it.each([
  [0, 0, 1],
  [0, 1, 2],
  [0, -1, 0.5],
  [1, 1, Math.SQRT2],
  [1, 2, 2],
  [1, -1, Math.SQRT1_2],
  [2, 1, 2 ** 0.25],
  [-1, 1, 4],
  [-2, -1, 1 / 16],
  [8, 256, 2],
  // The last finite bound is not 2^1024.
  [0, 1024, Number.MAX_VALUE],
  [-4, 64, Number.MAX_VALUE],
  [3, 8192, Number.MAX_VALUE],
  [0, 1025, Infinity],
  [0, -1074, Number.MIN_VALUE],
])('of schema %i the bucket %i ends at %d', (schema, index, bound) => {
  expect(exponentialBound(schema, index)).toBeCloseTo(bound, 14);
});

it('custom bounds are those listed, and nothing beyond', () => {
  const bounds = boundsOf({ schema: -53, customValues: [1, 5] });
  expect([-1, 0, 1, 2].map(bounds)).toEqual([-Infinity, 1, 5, Infinity]);
});
