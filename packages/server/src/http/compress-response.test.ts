import { expect, it } from 'vitest';
import { acceptedCoding } from './compress-response.js';

it.each([
  [undefined, undefined],
  ['gzip, deflate, br', 'gzip'],
  ['deflate', 'deflate'],
  ['GZIP;q=0.5', 'gzip'],
  ['gzip;q=0, deflate;q=0.1', 'deflate'],
  ['gzip; q=0.000', undefined],
  ['br', undefined],
])('%j', (header, coding) => {
  expect(acceptedCoding(header)).toBe(coding);
});
