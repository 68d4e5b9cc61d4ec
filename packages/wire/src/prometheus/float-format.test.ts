import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatFloat } from './float-format.js';

it.each([
  [0, '0'],
  [-0, '-0'],
  [1, '1'],
  [0.005, '0.005'],
  [2.5, '2.5'],
  [1e-6, '0.000001'],
  [1e-7, '0.0000001'],
  [-1.25e-9, '-0.00000000125'],
  [5e-324, `0.${'0'.repeat(323)}5`],
  [1e20, '100000000000000000000'],
  [1e21, '1000000000000000000000'],
  [1.5e22, '15000000000000000000000'],
  [-1.7976931348623157e308, `-17976931348623157${'0'.repeat(292)}`],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
  [NaN, 'NaN'],
])('%s is %s', (value, text) => {
  expect(formatFloat(value)).toBe(text);
});

it('reads back as the same double, without an exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = formatFloat(value);
      expect(text).not.toContain('e');
      expect(Number(text)).toBe(value);
    }),
  );
});
