import { DEFAULT_TENANT, parseTenant, systemClock, type Clock } from '@bongsu/model';
import { expect, it } from 'vitest';
import { TenantRates } from './tenant-rates.js';

it('lets a burst through and then what the rate allows, each tenant for itself', () => {
  let now = 0;
  const clock: Clock = { ...systemClock(), monotonic: () => now };
  const limit = (value: number) => ({ key: 'limits.loki.ingestionRate', value, unit: 'bytes' });
  const rates = new TenantRates(limit(100), limit(250), clock);
  const other = parseTenant('other');
  if (!other.ok) throw new Error(other.error);
  const taken = (bytes: number): boolean => rates.take(DEFAULT_TENANT, bytes);

  expect([taken(251), taken(200), taken(51), taken(50)]).toEqual([false, true, false, true]);
  expect(rates.take(other.value, 250)).toBe(true);
  now = 1000;
  expect([taken(101), taken(100)]).toEqual([false, true]);
  now = 60_000;
  expect([taken(251), taken(250)]).toEqual([false, true]);
});
