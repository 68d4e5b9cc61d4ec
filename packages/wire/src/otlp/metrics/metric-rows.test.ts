import fc from 'fast-check';
import { expect, it } from 'vitest';
import { millisOfNanos } from './metric-rows.js';

const halves = (value: bigint): [lo: number, hi: number] => [Number(value & 0xffff_ffffn), Number(value >> 32n)];

it('milliseconds of nanoseconds are exact', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (ns) => {
      expect(millisOfNanos(...halves(ns))).toBe(Number(ns / 1_000_000n));
    }),
  );
  // around whole milliseconds, where a double of nanoseconds is off by up to 128
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 18_446_744_073_709 }), fc.integer({ min: -130, max: 130 }), (ms, off) => {
      const ns = BigInt(ms) * 1_000_000n + BigInt(off);
      fc.pre(ns >= 0n && ns < 2n ** 64n);
      expect(millisOfNanos(...halves(ns))).toBe(off < 0 ? ms - 1 : ms);
    }),
  );
});

it('64-bit integers become the nearest double', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (value) => {
      expect(uint64Number(...halves(value))).toBe(Number(value));
      expect(int64Number(...halves(value))).toBe(Number(BigInt.asIntN(64, value)));
    }),
  );
});
import { int64Number, uint64Number } from '../../protobuf/integers.js';
