import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { custom, exponential, from, histogram } from './histogram.testkit.js';
import { histogramFraction, histogramQuantile, variance } from './statistics.js';

const quantile = fc.double({ min: 0, max: 1, noNaN: true });

describe('histogramQuantile', () => {
  it('grows with q', () => {
    fc.assert(
      fc.property(fc.oneof(exponential, custom), quantile, quantile, (a, p, q) => {
        // Without bounds there is one bucket without end, in which Prometheus finds no number either.
        fc.pre(a.count > 0 && (a.schema !== -53 || a.customValues.length > 0));
        const low = histogramQuantile(Math.min(p, q), a).value;
        expect(low).toBeLessThanOrEqual(histogramQuantile(Math.max(p, q), a).value + 1e-9);
      }),
    );
  });

  it('is undone by the fraction', () => {
    fc.assert(
      fc.property(exponential, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, q) => {
        fc.pre(a.count > 0);
        const below = histogramFraction(-Infinity, histogramQuantile(q, a).value, a).value;
        expect(below).toBeCloseTo(q, 6);
      }),
    );
  });

  it.each([
    [-0.1, -Infinity],
    [1.1, Infinity],
    [NaN, NaN],
  ])('of q %d is %d', (q, value) => {
    expect(histogramQuantile(q, histogram({ count: 1, positive: from(0, 1) }))).toEqual({ value, nan: 'none' });
  });

  it('is NaN without observations', () => {
    expect(histogramQuantile(0.5, histogram({}))).toEqual({ value: NaN, nan: 'none' });
  });

  it.each([
    [0.4, { value: expect.closeTo(Math.SQRT2) as number, nan: 'skew' }],
    [0.9, { value: NaN, nan: 'result' }],
  ])('tells of NaN observations at %d', (q, expected) => {
    // Two of ten are in no bucket.
    expect(histogramQuantile(q, histogram({ count: 10, sum: NaN, positive: from(1, 8) }))).toEqual(expected);
  });
});

it('the variance takes observations to lie in the middle of their buckets', () => {
  expect(variance(histogram({ count: 4, sum: 4, zeroCount: 2, zeroThreshold: 0.1, positive: from(2, 2) }))).toBeCloseTo(
    (2 * 1 + 2 * (Math.sqrt(8) - 1) ** 2) / 4,
    12,
  );
  const listed = histogram({ schema: -53, count: 2, sum: 6, customValues: [2, 4], positive: from(1, 2) });
  expect(variance(listed)).toBe(0);
});
