import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowOffsets } from './row-offsets.js';

it('agrees with adding heights up', () => {
  const measured = fc.array(fc.tuple(fc.nat(29), fc.integer({ min: 24, max: 300 })), { maxLength: 40 });
  fc.assert(
    fc.property(measured, fc.nat(3_000), (rows, px) => {
      const offsets = new RowOffsets(24);
      const heights = Array.from({ length: 200 }, () => 24);
      for (const [row, height] of rows) {
        expect(offsets.measure(row, height)).toBe(height - (heights[row] ?? 0));
        heights[row] = height;
      }
      const starts = heights.reduce<number[]>((all, height) => [...all, (all.at(-1) ?? 0) + height], [0]);
      for (const row of [0, 1, 7, 29, 30, 199]) expect(offsets.offsetOf(row)).toBe(starts[row]);
      const at = offsets.rowAt(px);
      expect(offsets.offsetOf(at)).toBeLessThanOrEqual(px);
      expect(offsets.offsetOf(at + 1)).toBeGreaterThan(px);
    }),
  );
});

it('forgets', () => {
  const offsets = new RowOffsets(24);
  offsets.measure(0, 100);
  offsets.clear();
  expect(offsets.offsetOf(1)).toBe(24);
});
