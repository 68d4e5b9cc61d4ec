import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactQuantile, log2Bucket, log2Quantile, noLog2Buckets } from './log2-buckets.js';

it.each([
  [-5n, undefined],
  [1n, undefined],
  [2n, 1],
  [3n, 2],
  [4n, 2],
  [5n, 3],
  [1n << 62n, 62],
  [(1n << 62n) + 1n, 63],
])('%d is in bucket %s', (value, exponent) => {
  expect(log2Bucket(value)).toBe(exponent);
});

it('a bucket holds what is above half of its power and up to it', () => {
  fc.assert(
    fc.property(fc.bigInt(2n, 2n ** 63n - 1n), (value) => {
      const exponent = BigInt(log2Bucket(value)!);
      expect(value > 2n ** (exponent - 1n) && value <= 2n ** exponent).toBe(true);
    }),
  );
});

it.each([
  [0.5, [], 0],
  [1, [[3, 4]], 8],
  [0.5, [[3, 4]], 4 * Math.SQRT2],
  [0, [[3, 4]], 4 * 2 ** 0.25],
  [
    0.5,
    [
      [3, 2],
      [5, 2],
    ],
    8,
  ],
  [
    0.75,
    [
      [3, 2],
      [5, 2],
    ],
    16 * Math.SQRT2,
  ],
  [
    0.9,
    [
      [3, 2],
      [5, 2],
    ],
    32,
  ],
] as [number, [number, number][], number][])('quantile %d of %j', (q, counts, expected) => {
  const buckets = noLog2Buckets();
  for (const [exponent, count] of counts) buckets[exponent] = count;
  expect(log2Quantile(q, buckets)).toBeCloseTo(expected, 9);
});

it.each([
  [0.5, [], 0],
  [0.5, [7], 7],
  [0, [3, 1, 2], 1],
  [1, [3, 1, 2], 3],
  [0.5, [4, 1, 2, 3], 2.5],
])('exact quantile %d of %j', (q, values, expected) => {
  expect(exactQuantile(q, [...values])).toBe(expected);
});
