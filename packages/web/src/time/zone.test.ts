import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { formatDateTime } from './format.js';
import { BROWSER_ZONE, fromWallClock, isZone, wallClock, zoneSetting } from './zone.js';

afterEach(() => void zoneSetting.set(BROWSER_ZONE));

describe('a zone', () => {
  it.each([
    ['UTC', '2026-11-26 20:00:00'],
    ['Asia/Seoul', '2026-11-27 05:00:00'],
    ['America/New_York', '2026-11-26 15:00:00'],
    ['Asia/Kathmandu', '2026-11-27 01:45:00'],
  ])('%s shows %s', (zone, text) => {
    const ms = Date.UTC(2026, 10, 26, 20);
    expect(zoneSetting.set(zone)).toBe(true);
    expect(formatDateTime(ms)).toBe(text);
    expect(fromWallClock(wallClock(ms).getTime())).toBe(ms);
  });

  it('keeps its summer time', () => {
    zoneSetting.set('Europe/Berlin');
    expect(formatDateTime(Date.UTC(2026, 6, 1, 12))).toBe('2026-07-01 14:00:00');
    expect(formatDateTime(Date.UTC(2026, 0, 1, 12))).toBe('2026-01-01 13:00:00');
  });

  it('reads back what it shows, but for an hour that comes twice', () => {
    const zones = ['UTC', 'Asia/Seoul', 'America/New_York', 'Australia/Lord_Howe', BROWSER_ZONE];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 4e12 }), (zone, ms) => {
        zoneSetting.set(zone);
        const back = fromWallClock(wallClock(ms).getTime());
        expect(wallClock(back).getTime()).toBe(wallClock(ms).getTime());
      }),
    );
  });

  it.each([
    ['Asia/Seoul', true],
    ['UTC', true],
    ['Mars/Base', false],
    ['', false],
  ])('%j is one: %s', (name, is) => {
    expect(isZone(name)).toBe(is);
    expect(zoneSetting.set(name)).toBe(is);
  });
});
