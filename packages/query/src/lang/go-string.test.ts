import fc from 'fast-check';
import { expect, it } from 'vitest';
import { goStringEnd, quoteGoString, unquoteGoString } from './go-string.js';

it.each([
  ['"plain"', 'plain'],
  ['"a\\n\\t\\"b\\\\"', 'a\n\t"b\\'],
  ['"\\x41\\u00e9\\U0001f600\\101"', 'Aé😀A'],
  ['"\\xed\\x95\\x9c"', '한'],
  ['`a\\n"b"`', 'a\\n"b"'],
  ['"\\\'"', "'"],
  ['"\\x00"', '\0'],
  ['"\uFEFFbom"', '\uFEFFbom'],
])('reads %s', (literal, text) => expect(unquoteGoString(literal)).toEqual({ ok: true, value: text }));

it.each(['"\\q"', '"\\x4"', '"\\xff"', '"\\ud800"', '"\\U00110000"', '"\\400"', '"\\"', '"\ud800"'])(
  'refuses %s',
  (literal) => expect(unquoteGoString(literal).ok).toBe(false),
);

it('finds the end of a literal', () => {
  expect(goStringEnd('"a\\"b" c', 0)).toBe(6);
  expect(goStringEnd('`a\nb` c', 0)).toBe(5);
  expect(goStringEnd('"a\nb"', 0)).toBeUndefined();
  expect(goStringEnd('"a\\', 0)).toBeUndefined();
});

it('reads back what it quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const literal = quoteGoString(text);
      expect(goStringEnd(literal, 0)).toBe(literal.length);
      expect(unquoteGoString(literal)).toEqual({ ok: true, value: text });
    }),
  );
});
