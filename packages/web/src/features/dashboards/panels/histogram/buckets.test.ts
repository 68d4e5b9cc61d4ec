import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { histogramOf } from './buckets.js';

it('counts each column in buckets of a round size', () => {
  const found = histogramOf(
    [
      [0.1, 0.2, 0.9],
      [0.25, null, Number.NaN, 'x'],
    ],
    { count: 4 },
  );
  expect(found).toEqual({
    lows: [0, 0.2, 0.4, 0.6, 0.8],
    size: 0.2,
    counts: [
      [1, 1, 0, 0, 1],
      [0, 1, 0, 0, 0],
    ],
    most: 1,
  });
});

it.each([
  [[5, 5, 5], {}, [5], 1],
  [[1, 11], { size: 5 }, [0, 5, 10], 5],
  [[1, 11], { size: 5, offset: 1 }, [1, 6, 11], 5],
  [[-3, 3], { size: 2 }, [-4, -2, 0, 2], 2],
])('%j with %j begins at %j', (values, wanted, lows, size) => {
  expect(histogramOf([values], wanted)).toMatchObject({ lows, size });
});

it('is none of no numbers', () => {
  expect(histogramOf([[], [null, 'x']], {})).toBeUndefined();
});

it('loses no value, whatever is asked for', () => {
  const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 });
  const wanted = fc.record(
    { size: fc.double({ noNaN: true, min: 1e-9, max: 1e6 }), count: fc.nat(500) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 3 }), wanted, (columns, asked) => {
      const found = histogramOf(columns, asked);
      expect(found?.counts.map((counts) => counts.reduce((a, b) => a + b, 0))).toEqual(
        columns.map((one) => one.length),
      );
      expect(found?.lows.length).toBeLessThanOrEqual(402);
    }),
  );
});
