import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rulerTicks } from './ruler.js';

it.each([
  [1_000_000, 5, [0, 200_000, 400_000, 600_000, 800_000, 1_000_000]],
  [1_730_000, 4, [0, 500_000, 1_000_000, 1_500_000]],
  [1, 4, [0, 1]],
])('%d ns in %d parts', (duration, count, ticks) => {
  expect(rulerTicks(duration, count)).toEqual(ticks);
});

it('never makes more marks than asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e15 }), fc.integer({ min: 1, max: 10 }), (duration, count) => {
      const ticks = rulerTicks(duration, count);
      expect(ticks.length).toBeLessThanOrEqual(count + 1);
      expect(ticks[0]).toBe(0);
    }),
  );
});
