import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zoneSetting } from '../../time/zone.js';
import { parseRelative } from './relative-time.js';

const iso = (ms: number | undefined): string => (ms === undefined ? 'none' : new Date(ms).toISOString().slice(0, 19));

describe('parseRelative', () => {
  afterAll(() => zoneSetting.set('browser'));

  describe('in UTC, on Saturday 2026-11-21 at 12:34:56', () => {
    const now = Date.UTC(2026, 10, 21, 12, 34, 56);
    beforeAll(() => zoneSetting.set('UTC'));

    it.each([
      ['now', '2026-11-21T12:34:56', '2026-11-21T12:34:56'],
      ['now-15m', '2026-11-21T12:19:56', '2026-11-21T12:19:56'],
      ['now+1h', '2026-11-21T13:34:56', '2026-11-21T13:34:56'],
      ['now/d', '2026-11-21T00:00:00', '2026-11-22T00:00:00'],
      ['now-1d/d', '2026-11-20T00:00:00', '2026-11-21T00:00:00'],
      ['now/d+6h', '2026-11-21T06:00:00', '2026-11-22T06:00:00'],
      ['now/h', '2026-11-21T12:00:00', '2026-11-21T13:00:00'],
      ['now/m', '2026-11-21T12:34:00', '2026-11-21T12:35:00'],
      ['now/w', '2026-11-16T00:00:00', '2026-11-23T00:00:00'],
      ['now-1w/w', '2026-11-09T00:00:00', '2026-11-16T00:00:00'],
      ['now/M', '2026-11-01T00:00:00', '2026-12-01T00:00:00'],
      ['now-1M/M', '2026-10-01T00:00:00', '2026-11-01T00:00:00'],
      ['now/Q', '2026-10-01T00:00:00', '2027-01-01T00:00:00'],
      ['now/y', '2026-01-01T00:00:00', '2027-01-01T00:00:00'],
      ['now-9M', '2026-02-21T12:34:56', '2026-02-21T12:34:56'],
      ['now+10d-9M', '2026-03-01T12:34:56', '2026-03-01T12:34:56'],
      ['now+9d-9M', '2026-02-28T12:34:56', '2026-02-28T12:34:56'],
      ['now - 2 h', '2026-11-21T10:34:56', '2026-11-21T10:34:56'],
    ])('%s', (text, start, end) => {
      expect(iso(parseRelative(text, now, 'start'))).toBe(start);
      expect(iso(parseRelative(text, now, 'end'))).toBe(end);
    });

    it.each(['', 'nowd', 'now/', 'now/x', 'now-', 'now-1', 'now-1D', 'now/d/', 'now-999999999y'])(
      'refuses %j',
      (text) => {
        expect(parseRelative(text, now, 'start')).toBeUndefined();
      },
    );

    it('rounds to a stretch that holds the time', () => {
      const units = fc.constantFrom('s', 'm', 'h', 'd', 'w', 'M', 'Q', 'y');
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 4e12 }), units, (at, unit) => {
          const [start, end] = [parseRelative(`now/${unit}`, at, 'start'), parseRelative(`now/${unit}`, at, 'end')];
          expect(start).toBeLessThanOrEqual(at);
          expect(end).toBeGreaterThan(at);
          expect(parseRelative(`now/${unit}`, end ?? 0, 'start')).toBe(end);
        }),
      );
    });
  });

  it('goes by the days of the zone, also where one has 23 hours', () => {
    zoneSetting.set('Asia/Seoul');
    expect(iso(parseRelative('now/d', Date.UTC(2026, 10, 20, 16), 'start'))).toBe('2026-11-20T15:00:00');
    zoneSetting.set('Europe/Berlin');
    const after = Date.UTC(2026, 2, 29, 10);
    expect(iso(parseRelative('now-1d', after, 'start'))).toBe('2026-03-28T11:00:00');
    expect(iso(parseRelative('now/d', after, 'start'))).toBe('2026-03-28T23:00:00');
    expect(iso(parseRelative('now/d', after, 'end'))).toBe('2026-03-29T22:00:00');
  });
});
