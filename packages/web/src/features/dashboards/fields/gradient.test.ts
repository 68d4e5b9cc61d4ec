import { expect, it } from 'vitest';
import { gradientAt, gradientOf } from './gradient.js';

it.each([
  [-1, 'green'],
  [0, 'green'],
  [0.25, 'color-mix(in srgb, yellow 50%, green)'],
  [0.5, 'yellow'],
  [0.9, 'color-mix(in srgb, red 80%, yellow)'],
  [1, 'red'],
  [2, 'red'],
])('at %d of the way the colour is %s', (share, colour) => {
  expect(gradientAt(['green', 'yellow', 'red'], share)).toBe(colour);
});

it('knows schemes by their names alone', () => {
  expect(gradientOf('continuous-GrYlRd')).toHaveLength(3);
  expect(gradientOf('toString')).toBeUndefined();
  expect(gradientOf('palette-classic')).toBeUndefined();
});
