import { describe, expect, it } from 'vitest';
import { replacePlaceholders } from './placeholders.js';

const written = (sql: string, types: readonly string[]) =>
  replacePlaceholders({ sql, params: types.map((type) => ({ type, value: 0 })) }, (p, n) => `<${n} ${p.type}>`);

describe('replacePlaceholders', () => {
  it.each([
    ['SELECT 1', [], 'SELECT 1'],
    ['SELECT {p1:String}', ['String'], 'SELECT <1 String>'],
    ['{p2:UInt8}{p1:String}', ['String', 'UInt8'], '<2 UInt8><1 String>'],
    ["{p1:DateTime64(9, 'UTC')}", ["DateTime64(9, 'UTC')"], "<1 DateTime64(9, 'UTC')>"],
    ["'{p1:String}' {p1:String}", ['String'], "'{p1:String}' <1 String>"],
    ["'it''s {p1:String}' {p1:String}", ['String'], "'it''s {p1:String}' <1 String>"],
    ["'\\'{p1:String}' {p1:String}", ['String'], "'\\'{p1:String}' <1 String>"],
    ['`a{p1:String}` "b{p1:String}"', ['String'], '`a{p1:String}` "b{p1:String}"'],
    ['-- {p1:String}\n{p1:String}', ['String'], '-- {p1:String}\n<1 String>'],
    ['/* {p1:String} */{p1:String}', ['String'], '/* {p1:String} */<1 String>'],
    ['1 - {p1:Int8} / {p1:Int8}', ['Int8'], '1 - <1 Int8> / <1 Int8>'],
    ["'open {p1:String}", ['String'], "'open {p1:String}"],
    ['{x} {', [], '{x} {'],
  ])('%s', (sql, types, expected) => {
    expect(written(sql, types)).toBe(expected);
  });

  it('does not look into what was written', () => {
    const params = [
      { type: 'String', value: 'a' },
      { type: 'String', value: 'b' },
    ];
    expect(replacePlaceholders({ sql: '{p1:String}|{p2:String}', params }, () => '{p2:String}')).toBe(
      '{p2:String}|{p2:String}',
    );
  });

  it('throws for a placeholder without its parameter', () => {
    expect(() => written('{p2:String}', ['String'])).toThrow('BUG');
    expect(() => written('{p1:UInt8}', ['String'])).toThrow('BUG');
  });
});
