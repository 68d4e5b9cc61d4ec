import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOfMillis, millis, millisToNanos, nanos, nanosToMillis, startOfDay } from './time.js';

describe('time', () => {
  it('converts whole milliseconds exactly, before the epoch too', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (ms) => {
        expect(nanosToMillis(millisToNanos(millis(ms)))).toBe(ms);
      }),
    );
  });

  it('rounds nanoseconds towards minus infinity', () => {
    expect(nanosToMillis(nanos(1_999_999n))).toBe(1);
    expect(nanosToMillis(nanos(-1n))).toBe(-1);
    expect(nanosToMillis(nanos(-1_000_000n))).toBe(-1);
  });

  it('knows the day of an instant', () => {
    expect(dayOfMillis(millis(86_399_999))).toBe(0);
    expect(dayOfMillis(millis(86_400_000))).toBe(1);
    expect(dayOfMillis(millis(-1))).toBe(-1);
    expect(startOfDay(dayOfMillis(millis(86_400_001)))).toBe(86_400_000);
  });
});
