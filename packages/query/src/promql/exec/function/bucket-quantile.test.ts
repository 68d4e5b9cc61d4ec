import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantileOfBuckets } from './bucket-quantile.js';

const buckets = (...pairs: readonly [number, number][]) => pairs.map(([bound, count]) => ({ bound, count }));

it.each([
  ['interpolates', 0.5, buckets([1, 10], [2, 30], [Infinity, 30]), { value: 1.25 }],
  ['adds up equal bounds', 0.5, buckets([1, 5], [1, 5], [2, 30], [Infinity, 30]), { value: 1.25 }],
  [
    'lifts counts that fall',
    0.75,
    buckets([1, 10], [2, 5], [4, 20], [Infinity, 20]),
    { value: 3, repaired: { lowest: 2, highest: 2, difference: 5 } },
  ],
  ['says nothing of noise', 0.5, buckets([1, 10], [2, 10 - 1e-13], [Infinity, 10]), { value: 0.5 }],
  ['needs a +Inf bucket', 0.5, buckets([1, 10], [2, 20]), { value: NaN }],
  ['needs another', 0.5, buckets([Infinity, 20]), { value: NaN }],
  ['needs observations', 0.5, buckets([1, 0], [Infinity, 0]), { value: NaN }],
] as const)('%s', (_, q, input, expected) => {
  expect(quantileOfBuckets(q, input)).toEqual(expected);
});

it('grows with q, in any order of buckets, and stays within the bounds', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 2, maxLength: 8 });
  const quantile = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(counts, quantile, quantile, (raw, p, q) => {
      let total = 1;
      const input = raw.map((n, i) => ({ bound: i + 1 === raw.length ? Infinity : i + 1, count: (total += n) }));
      const at = (one: number): number => quantileOfBuckets(one, [...input].reverse()).value;
      expect(at(Math.min(p, q))).toBeLessThanOrEqual(at(Math.max(p, q)) + 1e-9);
      expect(at(p)).toBeGreaterThanOrEqual(0);
      expect(at(p)).toBeLessThanOrEqual(raw.length - 1);
    }),
  );
});
