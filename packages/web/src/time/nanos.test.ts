import { describe, expect, it } from 'vitest';
import { compareNanos, msToNanos, nanosToMs, parseNanos } from './nanos.js';

describe('nanos', () => {
  it('keeps every digit of a nanosecond time', () => {
    expect(parseNanos('1700000000123456789') - parseNanos('1700000000123456788')).toBe(1n);
  });

  it.each([undefined, '', 'x', '-1', '1.5', '1e9'])('reads %j as 0', (text) => {
    expect(parseNanos(text)).toBe(0n);
  });

  it('orders by value, not by text', () => {
    expect(['1700000000000000010', '999', '1700000000000000009'].sort(compareNanos)).toEqual([
      '999',
      '1700000000000000009',
      '1700000000000000010',
    ]);
    expect(compareNanos('5', '5')).toBe(0);
  });

  it('converts to and from milliseconds', () => {
    expect(nanosToMs(parseNanos('1700000000123999999'))).toBe(1_700_000_000_123);
    expect(msToNanos(1_700_000_000_123)).toBe(1_700_000_000_123_000_000n);
  });
});
