import fc from 'fast-check';
import { expect, it } from 'vitest';
import { add, divide } from './arithmetic.js';
import { isEqual } from './float-histogram.js';
import { custom, exponential, from, histogram } from './histogram.testkit.js';
import { HistogramMean, HistogramSum } from './kahan-histogram.js';

it('adds whole counts up as plain additions do', () => {
  const several = fc.oneof(fc.array(exponential, { minLength: 1 }), fc.array(custom, { minLength: 1 }));
  fc.assert(
    fc.property(several, (all) => {
      const sum = new HistogramSum();
      all.forEach((one) => expect(sum.add(one)).toBe(true));
      const plain = all.slice(1).reduce((so, one) => add(so, one)!.histogram, add(all[0]!, all[0]!)!.histogram);
      expect(isEqual(add(sum.result, all[0]!)!.histogram, plain)).toBe(true);
    }),
  );
});

it('keeps what a great value would swallow', () => {
  const sum = new HistogramSum();
  const mean = new HistogramMean();
  for (const value of [1, 1e100, 1, -1e100]) {
    const one = histogram({ count: 1, sum: value, positive: from(0, Math.abs(value)) });
    sum.add(one);
    mean.add(one);
  }
  expect(sum.result).toMatchObject({ count: 4, sum: 2 });
  expect(mean.result).toMatchObject({ count: 1, sum: 0.5 });
});

it('has a mean where the sum overflows', () => {
  const mean = new HistogramMean();
  const one = histogram({ count: 1.5e308, sum: 3, positive: from(0, 1.5e308) });
  for (let i = 0; i < 4; i++) mean.add(one);
  expect(mean.result.count / 1.5e308).toBeCloseTo(1, 12);
  expect(mean.result.sum).toBeCloseTo(3, 12);
  expect(divide(mean.result, 1.5e308).positive.counts[0]).toBeCloseTo(1, 12);
});

it('refuses a histogram of the other kind', () => {
  const sum = new HistogramSum();
  expect(sum.add(histogram({ positive: from(0, 1) }))).toBe(true);
  expect(sum.add(histogram({ schema: -53, positive: from(0, 1) }))).toBe(false);
});
