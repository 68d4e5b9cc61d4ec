import { expect, it } from 'vitest';
import { loneSamples } from './lone-samples.js';

it('finds samples without neighbours, at the ends too', () => {
  const values = [1, null, 2, 3, undefined, 0, null, 4];
  expect(loneSamples(values, 0, 7)).toEqual([0, 5, 7]);
  expect(loneSamples(values, 1, 6)).toEqual([5]);
  expect(loneSamples([], 0, -1)).toEqual([]);
});
