import {
  dayOfMillis,
  fingerprintOf,
  FingerprintTable,
  millis,
  nanos,
  type Clock,
  type MetricBatch,
  type SeriesDef,
  type Tenant,
} from '@bongsu/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActiveSeries } from './active-series.js';

const A = 'a' as Tenant;
const B = 'b' as Tenant;
const NOON = Date.UTC(2026, 10, 26, 12);
const HOUR = 3_600_000;

function at(start: number): Clock & { time: number } {
  const clock = {
    time: start,
    now: () => millis(clock.time),
    nowNanos: () => nanos(BigInt(clock.time) * 1_000_000n),
    monotonic: () => clock.time,
  };
  return clock;
}
const limits = (perTenant: number, perMetric: number) => ({
  perTenant: { key: 'limits.series.perTenant', value: perTenant, unit: 'active series' },
  perMetric: { key: 'limits.series.perMetric', value: perMetric, unit: 'active series' },
});
const series = (name: string, metric = 'm') => ({ metric, fingerprint: fingerprintOf(`${metric} ${name}`) });
const def = (name: string, help = ''): SeriesDef => ({
  ...series(name),
  labels: {},
  type: 'gauge',
  unit: '',
  help,
  storedDay: undefined,
});
const batch = (defs: readonly SeriesDef[], day: number): MetricBatch =>
  ({ tenant: A, series: defs.map((each) => ({ def: each, days: new Set([day]) })) }) as unknown as MetricBatch;

describe('limits', () => {
  it('refuse a new series by name and key, and let known ones in', () => {
    const active = new ActiveSeries(limits(2, 0), at(NOON));
    expect(active.admit(A, [series('1')])).toBe('');
    expect(active.admit(A, [series('2')])).toBe('');
    expect(active.admit(A, [series('3')])).toBe(
      '3 active series exceeds the limit of 2 active series (raise limits.series.perTenant)',
    );
    expect(active.admit(A, [series('1')])).toBe('');
    expect(active.admit(B, [series('3')])).toBe('');
    expect(active.counts()).toEqual([
      [A, 2],
      [B, 1],
    ]);
    expect(active.refused).toBe(1);
  });

  it('hold per metric', () => {
    const active = new ActiveSeries(limits(0, 1), at(NOON));
    expect(active.admit(A, [series('1', 'x')])).toBe('');
    expect(active.admit(A, [series('1', 'y')])).toBe('');
    expect(active.admit(A, [series('2', 'x')])).toBe(
      'metric "x": 2 active series exceeds the limit of 1 active series (raise limits.series.perMetric)',
    );
  });

  it('take all series of a point or none', () => {
    const active = new ActiveSeries(limits(3, 0), at(NOON));
    expect(
      active.admit(
        A,
        ['1', '2'].map((name) => series(name)),
      ),
    ).toBe('');
    expect(
      active.admit(
        A,
        ['2', '3', '4'].map((name) => series(name)),
      ),
    ).toMatch(/^4 active series/);
    expect(active.counts()).toEqual([[A, 2]]);
    expect(
      active.admit(
        A,
        ['2', '3'].map((name) => series(name)),
      ),
    ).toBe('');
  });

  it('of 0 are none', () => {
    const active = new ActiveSeries(limits(0, 0), at(NOON));
    for (let i = 0; i < 1000; i++) expect(active.admit(A, [series(String(i))])).toBe('');
    expect(active.counts()).toEqual([[A, 1000]]);
  });
});

describe('at midnight', () => {
  it("yesterday's series come before new ones for an hour, then they are forgotten", () => {
    const clock = at(NOON);
    const active = new ActiveSeries(limits(2, 0), clock);
    active.admit(A, [series('1')]);
    active.admit(A, [series('2')]);
    clock.time = NOON + 12 * HOUR;
    expect(active.counts()).toEqual([[A, 2]]);
    expect(active.admit(A, [series('new')])).toMatch(/^3 active series/);
    expect(active.admit(A, [series('1')])).toBe('');
    expect(active.counts()).toEqual([[A, 2]]);
    expect(active.admit(A, [series('new')])).toMatch(/^3 active series/);
    clock.time = NOON + 13 * HOUR;
    expect(active.counts()).toEqual([[A, 1]]);
    expect(active.admit(A, [series('new')])).toBe('');
    expect(active.admit(A, [series('2')])).toMatch(/^3 active series/);
  });
});

describe('stored definitions', () => {
  it('are known until the day or their text changes', () => {
    const clock = at(NOON);
    const today = dayOfMillis(millis(NOON));
    const active = new ActiveSeries(limits(0, 0), clock);
    active.admit(A, [series('1')]);
    expect(active.storedDay(A, def('1'))).toBeUndefined();
    active.stored(batch([def('1'), def('2')], today));
    expect(active.storedDay(A, def('1'))).toBe(today);
    expect(active.storedDay(B, def('1'))).toBeUndefined();
    expect(active.storedDay(A, def('1', 'new help'))).toBeUndefined();
    expect(active.counts()).toEqual([
      [A, 2],
      [B, 0],
    ]);
    clock.time = NOON + 24 * HOUR;
    expect(active.storedDay(A, def('1'))).toBeUndefined();
  });

  it('for another day are not for today', () => {
    const active = new ActiveSeries(limits(0, 0), at(NOON));
    active.stored(batch([def('1')], dayOfMillis(millis(NOON)) - 1));
    expect(active.storedDay(A, def('1'))).toBeUndefined();
  });
});

it('the table finds what was added and nothing else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { maxLength: 500 }), fc.array(fc.nat()), (members, others) => {
      const table = new FingerprintTable();
      // Low halves that collide.
      const of = (n: number) => ({ lo: n % 7, hi: n });
      members.forEach((n, i) => expect(table.add(of(n))).toBe(i));
      members.forEach((n, i) => expect(table.find(of(n))).toBe(i));
      for (const n of others) expect(table.find(of(n)) >= 0).toBe(members.includes(n));
    }),
  );
});
