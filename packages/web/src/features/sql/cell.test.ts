import { describe, expect, it } from 'vitest';
import { cellText, isNumeric, shownText, toCsv } from './cell.js';

it.each([
  ['a', 'a'],
  [null, 'NULL'],
  [1.5, '1.5'],
  [['a', 1], '["a",1]'],
  [{ a: 'b' }, '{"a":"b"}'],
])('%j is shown as %s', (value, text) => {
  expect(cellText(value)).toBe(text);
});

it('cuts what is long', () => {
  expect(shownText('x'.repeat(3_000))).toHaveLength(2_001);
});

it.each([
  ['UInt64', true],
  ['Nullable(Float64)', true],
  ['LowCardinality(Nullable(Int8))', true],
  ['SimpleAggregateFunction(sum, UInt64)', true],
  ['String', false],
  ['Array(UInt8)', false],
  ['DateTime64(9)', false],
])('%s is numeric: %s', (type, numeric) => {
  expect(isNumeric(type)).toBe(numeric);
});

describe('toCsv', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"\n', '"say ""hi""\n"'],
    ['=cmd()', "'=cmd()"],
    ['-1', '-1'],
    ['-1+cmd()', "'-1+cmd()"],
    [null, ''],
    [-2, '-2'],
  ])('%j', (value, text) => {
    expect(toCsv(['c'], [[value]])).toBe(`c\r\n${text}\r\n`);
  });
});
