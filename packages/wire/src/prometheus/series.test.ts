import { fingerprintToBigInt } from '@bongsu/model';
import { expect, it } from 'vitest';
import { seriesFingerprint } from './series.js';

const print = (metric: string, labels: Record<string, string>): bigint =>
  fingerprintToBigInt(seriesFingerprint(metric, labels));

it('does not depend on the order of labels, nor on empty ones', () => {
  expect(print('m', { a: '1', b: '2' })).toBe(print('m', { b: '2', a: '1', c: '' }));
});

it('tells names, labels and their borders apart', () => {
  const prints = [
    print('m', {}),
    print('m', { a: '1' }),
    print('m', { a: '2' }),
    print('n', { a: '1' }),
    print('m', { a1: '', b: '1' }),
    print('m', { a: '1","b","2' }),
    print('m', { a: '1', b: '2' }),
  ];
  expect(new Set(prints).size).toBe(prints.length);
});

it('is stored: it must never change', () => {
  expect(print('http_requests_total', { job: 'shop', code: '200' })).toMatchInlineSnapshot(`747151862925001047n`);
});
