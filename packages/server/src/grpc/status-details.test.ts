import { durationMs } from '@bongsu/model';
import { expect, it } from 'vitest';
import { statusWithRetryInfo } from './status-details.js';

it('writes google.rpc.Status with RetryInfo', () => {
  const type = 'type.googleapis.com/google.rpc.RetryInfo';
  // 1.5 s: Duration {1: 1, 2: 500000000}; 500000000 is the varint 80 ca b5 ee 01.
  const info = '0a08' + '0801' + '1080cab5ee01';
  const any = `0a${type.length.toString(16)}${Buffer.from(type).toString('hex')}` + '120a' + info;
  const expected = '0808' + '120466756c6c' + '1a' + (any.length / 2).toString(16) + any;
  expect(statusWithRetryInfo(8, 'full', durationMs(1500)).toString('hex')).toBe(expected);
});
