import { describe, expect, it } from 'vitest';
import type { ParamValue } from '@bongsu/query/sql';
import { literal } from './literal.js';

// What the engine makes of literals is tested in engine.conformance.test.ts.
describe('literal', () => {
  it.each<[type: string, value: ParamValue, expected: string]>([
    ['String', "a'b", "'a\\'b'"],
    ['String', '\\', "'\\\\'"],
    ['String', '\0\n', "'\\x00\\x0a'"],
    ['String', '{p1:String}', "'{p1:String}'"],
    ['UInt8', 255, '255'],
    ['UInt16', 255, "CAST('255', 'UInt16')"],
    ['UInt64', '4294967296', '4294967296'],
    ['Int64', '-5', "CAST('-5', 'Int64')"],
    ['Float64', 1, "CAST(1.0, 'Float64')"],
    ['Float64', -0, "CAST(-0.0, 'Float64')"],
    ['Float64', NaN, "CAST(nan, 'Float64')"],
    ['FixedString(2)', Uint8Array.of(0, 255), "CAST('\\x00\\xff', 'FixedString(2)')"],
    ['Array(UInt8)', [1, 2], '[1,2]'],
    ['Array(UInt64)', [1, 2], "CAST(['1','2'], 'Array(UInt64)')"],
    ['Array(String)', ["a'", Uint8Array.of(0)], "['a\\'','\\x00']"],
    ['Array(String)', [], "CAST([], 'Array(String)')"],
    ["DateTime64(9, 'UTC')", 1_700_000_000_000_000_005n, "toDateTime64('2023-11-14 22:13:20.000000005', 9, 'UTC')"],
    ["DateTime('UTC')", 1_700_000_000n, "toDateTime(1700000000, 'UTC')"],
    ["DateTime64(3, 'UTC')", '2024-01-01', "CAST('2024-01-01', 'DateTime64(3, \\'UTC\\')')"],
    ['Nullable(Int8)', null, "CAST(NULL, 'Nullable(Int8)')"],
  ])('%s', (type, value, expected) => {
    expect(literal(type, value)).toBe(expected);
  });

  it.each<[type: string, value: ParamValue]>([
    ['UInt8', 256],
    ['UInt8', -1],
    ['Int64', 9_223_372_036_854_775_808n],
    ['UInt64', 1.5],
    ['UInt64', '1); DROP TABLE t; --'],
    ['Float64', '1'],
    ['String', 5],
    ['String', null],
    ['Array(String)', 'a'],
    ['Array(String)', ['a', 5]],
    ['Map(String, String)', [['a']]],
    ['Identifier', 'a'],
    ['DateTime64(9)', 5],
    ["DateTime('UTC')", -1n],
    ['DateTime', 5n],
    ['DateTime64(5)', 5n],
    ["String'); DROP", 'a'],
  ])('refuses a value that is not of type %s', (type, value) => {
    expect(() => literal(type, value)).toThrow('BUG');
  });
});
