import { describe, expect, it } from 'vitest';
import { integerRange, parseTypeName } from './type-name.js';

describe('parseTypeName', () => {
  it.each([
    ['String', 'String', []],
    ["DateTime64(9, 'UTC')", 'DateTime64', ['9', "'UTC'"]],
    [
      'Map(LowCardinality(String), Array(Tuple(UInt8, String)))',
      'Map',
      ['LowCardinality(String)', 'Array(Tuple(UInt8, String))'],
    ],
    ["DateTime('a,(b')", 'DateTime', ["'a,(b'"]],
  ])('%s', (text, name, args) => {
    expect(parseTypeName(text)).toEqual({ text, name, args });
  });

  it.each(['', 'a b', 'String)', "String'"])('refuses %s', (text) => {
    expect(() => parseTypeName(text)).toThrow('BUG');
  });
});

describe('integerRange', () => {
  it.each([
    ['UInt8', 0n, 255n],
    ['Int16', -32768n, 32767n],
    ['UInt64', 0n, 18446744073709551615n],
    ['Int64', -9223372036854775808n, 9223372036854775807n],
  ] as const)('%s', (name, least, greatest) => {
    expect(integerRange(name)).toEqual([least, greatest]);
  });

  it('is of integers only', () => {
    expect(integerRange('Float64')).toBeUndefined();
  });
});
