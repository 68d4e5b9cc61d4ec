import { millis } from '@bongsu/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatSampleValue, formatTimestamp } from './sample-text.js';

it.each([
  [0, '0'],
  [-0, '-0'],
  [1, '1'],
  [0.01, '0.01'],
  [1e-7, '0.0000001'],
  [-1.25e-9, '-0.00000000125'],
  [1e21, '1000000000000000000000'],
  [1.5e22, '15000000000000000000000'],
  [1.7976931348623157e308, `17976931348623157${'0'.repeat(292)}`],
  [NaN, 'NaN'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
])('%d is written %s', (value, text) => expect(formatSampleValue(value)).toBe(text));

it('loses nothing of any number and writes no exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = formatSampleValue(value);
      expect(text).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(text)).toBe(value);
    }),
  );
});

it.each([
  [0, '0'],
  [1_568_404_331_324, '1568404331.324'],
  [1500, '1.5'],
  [-1500, '-1.5'],
  [1001, '1.001'],
])('%d ms is written %s', (ms, text) => expect(formatTimestamp(millis(ms))).toBe(text));
