import { expect, it } from 'vitest';
import { parseGoDuration } from './go-duration.js';

it.each([
  ['0', 0n],
  ['250ms', 250_000_000n],
  ['1.5s', 1_500_000_000n],
  ['1h15m', 4_500_000_000_000n],
  ['.5us', 500n],
  ['2µs', 2000n],
  ['', undefined],
  ['5', undefined],
  ['-1s', undefined],
  ['1s ', undefined],
  ['1d', undefined],
  ['9999999999h', undefined],
])('%s', (text, ns) => {
  expect(parseGoDuration(text)).toBe(ns);
});
