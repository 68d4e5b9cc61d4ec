import { expect, it } from 'vitest';
import { isNaturallyBefore } from './sort-by-label.js';

it.each([
  [
    ['4m600', '4m5', '4m1000'],
    ['4m5', '4m600', '4m1000'],
  ],
  [
    ['cpu10', 'cpu9', 'cpu', 'cpu1a', 'cpu1'],
    ['cpu', 'cpu1', 'cpu1a', 'cpu9', 'cpu10'],
  ],
  [
    ['b', 'a', '10', '9'],
    ['9', '10', 'a', 'b'],
  ],
  [
    ['1.10.2', '1.9.9', '1.10'],
    ['1.9.9', '1.10', '1.10.2'],
  ],
])('%j', (given, expected) => {
  expect([...given].sort((a, b) => (isNaturallyBefore(a, b) ? -1 : 1))).toEqual(expected);
});
