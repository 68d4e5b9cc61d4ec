import { durationMs } from '@bongsu/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.js';

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['500ms', 500],
    ['30s', 30_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['1y', 31_536_000_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: ms });
  });

  it.each(['', '7', '7 d', '-1s', '1.5s', '30m1h', '1h1h', '7days', 'd', 'off', '99999999999999999y', '1s\n'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text).ok).toBe(false);
    },
  );

  it('reads back what formatDuration writes', () => {
    fc.assert(
      fc.property(fc.nat(), (ms) => {
        expect(parseDuration(formatDuration(durationMs(ms)))).toEqual({ ok: true, value: ms });
      }),
    );
  });
});
