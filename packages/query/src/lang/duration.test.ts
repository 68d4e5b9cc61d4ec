import { durationMs } from '@bongsu/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.js';

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1y1w1d1h1m1s1ms', 31_536_000_000 + 604_800_000 + 86_400_000 + 3_600_000 + 60_000 + 1001],
    ['250ms', 250],
    ['1m500ms', 60_500],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: ms });
  });

  it.each([
    ['', 'empty duration string'],
    ['1', 'not a valid duration string: "1"'],
    ['m', 'not a valid duration string: "m"'],
    ['1m1h', 'not a valid duration string: "1m1h"'],
    ['1.5m', 'unknown unit "." in duration "1.5m"'],
    ['5minutes', 'unknown unit "minutes" in duration "5minutes"'],
    ['-1m', 'not a valid duration string: "-1m"'],
    ['300y', 'duration out of range'],
  ])('refuses %j', (text, message) => {
    expect(parseDuration(text)).toEqual({ ok: false, error: message });
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [90_000, '1m30s'],
    [86_400_000 * 8, '8d'],
    [86_400_000 * 14, '2w'],
    [86_400_000 * 365, '1y'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(durationMs(ms))).toBe(text);
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 42 }), (ms) => {
        expect(parseDuration(formatDuration(durationMs(ms)))).toEqual({ ok: true, value: ms });
      }),
    );
  });
});
