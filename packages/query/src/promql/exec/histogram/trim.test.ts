import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compacted } from './float-histogram.js';
import { custom, exponential, from, histogram } from './histogram.testkit.js';
import { histogramFraction } from './statistics.js';
import { trim } from './trim.js';

const cut = fc.double({ min: -10, max: 10, noNaN: true });

describe('trim', () => {
  it('divides the observations of an exponential histogram in two', () => {
    fc.assert(
      fc.property(exponential, cut, (a, x) => {
        expect(trim(a, x, 'below').count + trim(a, x, 'above').count).toBeCloseTo(a.count, 6);
      }),
    );
  });

  it('keeps as many as the fraction says', () => {
    fc.assert(
      // An empty bucket that is listed tells the fraction on which side of zero observations are.
      fc.property(exponential.map(compacted), cut, (a, x) => {
        fc.pre(a.count > 0);
        const below = histogramFraction(-Infinity, x, a).value * a.count;
        expect(trim(a, x, 'below').count).toBeCloseTo(below, 6);
      }),
    );
  });

  it('leaves a histogram as it is where nothing lies beyond', () => {
    fc.assert(
      fc.property(fc.oneof(exponential, custom), (a) => {
        expect(trim(a, Infinity, 'below')).toBe(a);
        expect(trim(a, -Infinity, 'above')).toBe(a);
      }),
    );
  });

  it.each([
    ['at a bound', 2, 4, from(1, 4)],
    ['in the middle of a bucket', Math.SQRT2, 2, from(1, 2)],
    ['below all', 0.5, 0, from(0)],
  ])('cuts %s', (_, x, count, positive) => {
    const a = histogram({ count: 10, sum: 30, positive: from(1, 4, 6) });
    const trimmed = trim(a, x, 'below');
    expect(trimmed.count).toBeCloseTo(count, 9);
    expect(trimmed.positive.indices).toEqual(positive.indices);
    // Every observation counts as the geometric middle of what is left of its bucket.
    expect(trimmed.sum).toBeCloseTo(count * Math.sqrt(x), 9);
  });

  // (-Inf, 2] from 0, (2, 4], (4, +Inf).
  it.each([
    ['below', 1, 2, 1],
    ['below', 3, 5, 4 * 1 + 2.5],
    ['below', 5, 6, 4 * 1 + 2 * 3],
    ['above', 1, 6, 2 * 1.5 + 2 * 3 + 2 * 4],
    ['above', 3, 3, 3.5 + 2 * 4],
    ['above', 5, 2, 2 * 5],
  ] as const)('of custom buckets what is %s %d', (side, x, count, sum) => {
    const a = histogram({ schema: -53, count: 8, sum: 20, customValues: [2, 4], positive: from(0, 4, 2, 2) });
    expect(trim(a, x, side)).toMatchObject({ count, sum });
  });
});
