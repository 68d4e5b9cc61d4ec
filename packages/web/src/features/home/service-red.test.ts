import { expect, it } from 'vitest';
import { serviceRed } from './service-red.js';

it('joins rates, errors and latency by service', () => {
  const of = (service: string, value: number, status_code = '') => ({ labels: { service, status_code }, value });
  const red = serviceRed(
    [{ labels: { service: 'shop' }, along: [0, 2] }],
    [of('shop', 9, 'STATUS_CODE_UNSET'), of('shop', 1, 'STATUS_CODE_ERROR'), of('bank', 4, 'STATUS_CODE_OK')],
    [of('shop', 0.25), of('bank', NaN)],
  );
  expect([...red]).toEqual([
    ['shop', { rates: [0, 2], calls: 10, failed: 1, p95: 0.25 }],
    ['bank', { rates: [], calls: 4, failed: 0 }],
  ]);
});
