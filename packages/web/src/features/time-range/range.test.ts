import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalInstant, chartGrid, followsNow, parseInstant, parsePair, resolveRange } from './range.js';

const now = Date.UTC(2026, 10, 21, 12, 0, 0);

describe('parseInstant', () => {
  it.each([
    ['now', now],
    ['now-15m', now - 900_000],
    [' now - 2 h ', now - 7_200_000],
    ['now-1w', now - 604_800_000],
    ['now+1h', now + 3_600_000],
    ['now/h', now],
    ['1700000000', 1_700_000_000_000],
    ['1700000000123', 1_700_000_000_123],
    ['1700000000123456', 1_700_000_000_123],
    ['1700000000123456789', 1_700_000_000_123],
    ['2026-11-20T10:00:00Z', Date.UTC(2026, 10, 20, 10)],
    ['2026-11-20 10:00:00.5+09:00', Date.UTC(2026, 10, 20, 1, 0, 0, 500)],
    ['2026-11-20 9:30', new Date(2026, 10, 20, 9, 30).getTime()],
    ['2026-11-20', new Date(2026, 10, 20).getTime()],
  ])('%j', (text, ms) => {
    expect(parseInstant(text, now)).toBe(ms);
  });

  it.each(['', 'yesterday', 'now-5Y', 'now/', '2026-13-40', '99999999999999999999', 'now-999999999w'])(
    'refuses %j',
    (text) => {
      expect(parseInstant(text, now)).toBeUndefined();
    },
  );
});

describe('range', () => {
  it('needs an end after its start', () => {
    expect(resolveRange({ from: 'now-1h', to: 'now' }, now)).toEqual({ start: now - 3_600_000, end: now });
    expect(resolveRange({ from: 'now', to: 'now-1h' }, now)).toBeUndefined();
    expect(resolveRange({ from: 'x', to: 'now' }, now)).toBeUndefined();
  });

  it('knows what still moves', () => {
    expect(followsNow({ from: 'now-1h', to: 'now' })).toBe(true);
    expect(followsNow({ from: 'now/d', to: 'now/d' })).toBe(true);
    expect(followsNow({ from: 'now-2h', to: 'now-1h' })).toBe(false);
    expect(followsNow({ from: 'now-1d/d', to: 'now-1d/d' })).toBe(false);
  });

  it('splits a pasted pair', () => {
    expect(parsePair('2026-11-20 10:00 to 2026-11-20 11:00')).toEqual({
      from: '2026-11-20 10:00',
      to: '2026-11-20 11:00',
    });
    expect(parsePair('now-1h')).toBeUndefined();
    expect(parsePair('2026-11-20')).toBeUndefined();
  });

  it('keeps relative bounds relative', () => {
    expect(canonicalInstant('now - 5m', now)).toBe('now-5m');
    expect(canonicalInstant('now-1d / d', now)).toBe('now-1d/d');
    expect(canonicalInstant('2026-11-20T10:00:00Z', now)).toBe(String(Date.UTC(2026, 10, 20, 10)));
    expect(canonicalInstant('soon', now)).toBeUndefined();
  });
});

describe('chartGrid', () => {
  it('takes 15 s for an hour at 240 points', () => {
    expect(chartGrid({ start: now - 3_600_000, end: now }, 240).step).toBe(15);
  });

  it('stays on its grid and under its number of points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1, max: 1e11 }), (start, length) => {
        const grid = chartGrid({ start, end: start + length }, 200);
        expect(grid.start % grid.step).toBe(0);
        expect(grid.end % grid.step).toBe(0);
        expect((grid.end - grid.start) / grid.step).toBeLessThanOrEqual(201);
        expect(grid.start * 1000).toBeLessThanOrEqual(start);
      }),
    );
  });
});
