import { millis } from '@bongsu/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOfNanos, TimeWindow } from './time-window.js';

const NS_PER_DAY = 86_400_000_000_000n;
const lo = (ns: bigint): number => Number(ns & 0xffff_ffffn);
const hi = (ns: bigint): number => Number(ns >> 32n);

test('dayOfNanos is exact next to midnight and anywhere', () => {
  const nearMidnight = fc
    .tuple(fc.bigInt({ min: 1n, max: 106_000n }), fc.bigInt({ min: -2_000n, max: 2_000n }))
    .map(([day, offset]) => day * NS_PER_DAY + offset);
  fc.assert(
    fc.property(fc.oneof(nearMidnight, fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })), (ns) => {
      expect(dayOfNanos(lo(ns), hi(ns))).toBe(Number(ns / NS_PER_DAY));
    }),
    { numRuns: 2_000 },
  );
});

test('a window is inclusive at both ends', () => {
  const window = new TimeWindow({ oldest: millis(1_700_000_000_000), newest: millis(1_800_000_000_000) });
  const problem = (ns: bigint): string => window.problem(lo(ns), hi(ns), 'time');
  expect(problem(1_700_000_000_000_000_000n)).toBe('');
  expect(problem(1_800_000_000_000_000_000n)).toBe('');
  expect(problem(1_699_999_999_999_000_000n)).toBe(
    'time is before 2023-11-14T22:13:20.000Z, the oldest time that is accepted',
  );
  expect(problem(1_800_000_000_001_000_000n)).toBe(
    'time is after 2027-01-15T08:00:00.000Z, the newest time that is accepted',
  );
});

test('a window without an end still refuses what a signed 64-bit column cannot hold', () => {
  const window = new TimeWindow({ oldest: millis(0), newest: millis(Number.MAX_SAFE_INTEGER) });
  expect(window.problem(0xffff_ffff, 0x7fff_ffff, 'time')).toBe('');
  expect(window.problem(0, 0x8000_0000, 'time')).toMatch(/^time is after /);
});
