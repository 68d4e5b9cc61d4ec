import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactQuantile, log2Bucket, Log2Buckets } from './log2-buckets.js';

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
  const buckets = new Log2Buckets();
  for (const [exponent, count] of counts) buckets.add(exponent, count);
  expect(buckets.quantile(q)).toBeCloseTo(expected, 9);
});

it('buckets come in any order and are held in theirs', () => {
  const pair = fc.tuple(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(pair), (added) => {
      const buckets = new Log2Buckets();
      const expected = new Map<number, number>();
      for (const [exponent, count] of added) {
        buckets.add(exponent, count);
        expected.set(exponent, (expected.get(exponent) ?? 0) + count);
      }
      expect(buckets.exponents).toEqual([...expected.keys()].sort((a, b) => a - b));
      for (let exponent = 0; exponent <= 64; exponent++) {
        expect(buckets.count(exponent)).toBe(expected.get(exponent) ?? 0);
      }
    }),
  );
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
