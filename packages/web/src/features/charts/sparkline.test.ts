import { expect, it } from 'vitest';
import { sparkPath } from './sparkline.js';

it.each([
  [[0, 1, 2], 'M0.0 10.0L5.0 5.0L10.0 0.0'],
  [[0, 0], 'M0.0 10.0L10.0 10.0'],
  [[3], 'M10.0 0.0'],
])('%j', (values, path) => {
  expect(sparkPath(values, 10, 10)).toBe(path);
});
