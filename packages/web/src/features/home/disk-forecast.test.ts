import { expect, it } from 'vitest';
import { diskForecast } from './disk-forecast.js';

const day = (date: string, bytes: number, signal = 'logs') => ({ signal, day: date, bytes });

it.each([
  ['nothing', [], 0, 1_000, undefined, undefined],
  ['only today', [day('2026-11-26', 500)], 500, 1_000, undefined, undefined],
  ['a whole day of two signals', [day('2026-11-25', 60), day('2026-11-25', 40, 'traces')], 200, 1_000, 100, 8],
  ['two days', [day('2026-11-24', 50), day('2026-11-25', 150)], 200, 1_000, 100, 8],
  ['more than its bound', [day('2026-11-25', 100)], 2_000, 1_000, 100, 0],
  ['no bound', [day('2026-11-25', 100)], 2_000, undefined, 100, undefined],
])('with %s', (_what, days, used, bound, perDay, daysLeft) => {
  expect(diskForecast(days, used, bound, '2026-11-26')).toEqual({ perDay, daysLeft });
});
