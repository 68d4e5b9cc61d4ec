import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteLargeIntegers } from './large-integers.js';

describe('quoteLargeIntegers', () => {
  test.each([
    ['{"t":1760000000000000001}', '{"t":"1760000000000000001"}'],
    ['[1234567890123456,-1234567890123456]', '["1234567890123456","-1234567890123456"]'],
    ['[123456789012345]', '[123456789012345]'],
    ['1760000000000000001', '"1760000000000000001"'],
    ['{"a":"1760000000000000001"}', '{"a":"1760000000000000001"}'],
    ['{"a":"x\\"1760000000000000001"}', '{"a":"x\\"1760000000000000001"}'],
    ['{"a":"\\\\","b":1760000000000000001}', '{"a":"\\\\","b":"1760000000000000001"}'],
    ['{"가":"나","b":1760000000000000001}', '{"가":"나","b":"1760000000000000001"}'],
    [
      '[0.1234567890123456789,1234567890123456.5,1234567890123456e2]',
      '[0.1234567890123456789,1234567890123456.5,1234567890123456e2]',
    ],
    ['[1e-1234567890123456789]', '[1e-1234567890123456789]'],
    ['"unclosed 1760000000000000001', '"unclosed 1760000000000000001'],
    ['"ends in \\', '"ends in \\'],
    ['', ''],
  ])('%s', (json, expected) => {
    expect(quoteLargeIntegers(Buffer.from(json)).text).toBe(expected);
  });

  test('counts depth outside of strings', () => {
    expect(quoteLargeIntegers(Buffer.from('{"a":[[{"b":"[[[["}]],"c":[]}')).depth).toBe(4);
  });

  test('changes nothing but large integers', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(JSON.parse(quoteLargeIntegers(Buffer.from(json)).text, withoutLarge)).toEqual(
          JSON.parse(json, withoutLarge),
        );
      }),
    );
  });
});

const withoutLarge = (_key: string, value: unknown): unknown =>
  (typeof value === 'number' && Math.abs(value) >= 1e15) || (typeof value === 'string' && /^-?\d{16,}$/.test(value))
    ? 'large'
    : value;
