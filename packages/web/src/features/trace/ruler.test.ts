import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rulerTicks } from './ruler.js';

it.each([
  [0, 1_000_000, 5, [0, 200_000, 400_000, 600_000, 800_000, 1_000_000]],
  [0, 1_730_000, 4, [0, 500_000, 1_000_000, 1_500_000]],
  [0, 1, 4, [0, 1]],
  [1_234, 1_634, 4, [1_300, 1_400, 1_500, 1_600]],
])('%d to %d ns in %d parts', (from, to, count, ticks) => {
  expect(rulerTicks({ from, to }, count)).toEqual(ticks);
});

it('never makes more marks than asked for, and all within the window', () => {
  const time = fc.integer({ min: 0, max: 1e15 });
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 1e15 }), fc.integer({ min: 1, max: 10 }), (from, length, count) => {
      const ticks = rulerTicks({ from, to: from + length }, count);
      expect(ticks.length).toBeLessThanOrEqual(count + 1);
      for (const tick of ticks) expect(tick >= from && tick <= from + length).toBe(true);
    }),
  );
});
