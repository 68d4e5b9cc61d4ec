import { describe, expect, it } from 'vitest';
import { formatAgo, formatAmount, formatDateTime, formatDuration, formatNanosUtc, formatPercent } from './format.js';

describe('formatDuration', () => {
  it.each([
    [0, '0 ns'],
    [840, '840 ns'],
    [1_250, '1.25 µs'],
    [12_345_678, '12.3 ms'],
    [999_400_000, '999 ms'],
    [999_900_000, '1 s'],
    [3_400_000_000, '3.4 s'],
    [125_000_000_000, '2 m 5 s'],
    [60_000_000_000, '1 m'],
    [3_600_000_000_000, '1 h'],
    [7_500_000_000_000, '2 h 5 m'],
    [-1_250_000, '-1.25 ms'],
    [Number.NaN, '–'],
  ])('%d ns is %s', (ns, text) => {
    expect(formatDuration(ns)).toBe(text);
  });
});

describe('format', () => {
  it('keeps nine digits of the second', () => {
    expect(formatNanosUtc(1_700_000_000_000_000_007n)).toBe('2023-11-14T22:13:20.000000007Z');
  });

  it('shows local date and time', () => {
    expect(formatDateTime(new Date(2026, 10, 21, 9, 5, 7).getTime())).toBe('2026-11-21 09:05:07');
  });

  it.each([
    [0, '0'],
    [0.004, '0.004'],
    [12, '12'],
    [3_400, '3.4k'],
    [2_500_000, '2.5M'],
    [80_317_000_000, '80.3G'],
    [-1_200_000_000_000, '-1.2T'],
  ])('amount %d is %s', (value, text) => {
    expect(formatAmount(value)).toBe(text);
  });

  it.each([
    [0, '0%'],
    [0.0004, '<0.1%'],
    [0.1234, '12.3%'],
    [1, '100%'],
  ])('ratio %d is %s', (value, text) => {
    expect(formatPercent(value)).toBe(text);
  });

  it('tells how long ago', () => {
    expect(formatAgo(0, 65_000, 'en')).toBe('1 min. ago');
    expect(formatAgo(100, 0, 'en')).toBe('now');
    expect(formatAgo(0, 7_200_000, 'ko')).toContain('2시간');
  });
});
