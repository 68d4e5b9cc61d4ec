import { millis } from '@bongsu/model';
import { expect, it } from 'vitest';
import { fixedInTime } from './fixed-time.js';

it.each([
  ['m', 'm @ 60.000'],
  ['sum by (a) (rate(m[5m]))', 'sum by (a) (rate(m[5m] @ 60.000))'],
  ['m @ 5 + n offset 1m', 'm @ 5.000 + n @ 60.000 offset 1m'],
  // What is inside of a subquery follows its steps.
  ['max_over_time(rate(m[1m])[5m:1m])', 'max_over_time(rate(m[1m])[5m:1m] @ 60.000)'],
  ['1 + 2', '1 + 2'],
  ['timestamp(m)', undefined],
  ['time() - m', undefined],
  ['m +', undefined],
])('%s', (query, expected) => {
  expect(fixedInTime(query, millis(60_000))).toBe(expected);
});
