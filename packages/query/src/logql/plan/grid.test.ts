import { durationNs, nanos } from '@bongsu/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alignRange, gridTime, instantGrid, rangeGrid } from './grid.js';

it('has its points from start to end', () => {
  const grid = rangeGrid(nanos(10n), nanos(35n), durationNs(10n));
  expect(Array.from({ length: grid.count }, (_, i) => gridTime(grid, i))).toEqual([10n, 20n, 30n]);
  expect(instantGrid(nanos(7n)).count).toBe(1);
});

it('widens a range to multiples of the step and no further', () => {
  const time = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
  fc.assert(
    fc.property(
      time,
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.bigInt({ min: 1n, max: 10n ** 13n }),
      (from, length, step) => {
        const { start, end } = alignRange(nanos(from), nanos(from + length), durationNs(step));
        expect([start % step, end % step]).toEqual([0n, 0n]);
        expect(start <= from && from - start < step).toBe(true);
        expect(end >= from + length && end - (from + length) < step).toBe(true);
      },
    ),
  );
});
