import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLabelsText, printLabelsText } from './labels-text.js';

describe('the labels of a stream', () => {
  it.each<[string, Record<string, string>]>([
    ['{}', {}],
    ['{app="shop"}', { app: 'shop' }],
    [' { b = "2" , a = "1" , } ', { a: '1', b: '2' }],
    ['{a="1",b=\'2\',c=`3\\n"`}', { a: '1', b: '2', c: '3\\n"' }],
    ['{a="x=y, {z}"}', { a: 'x=y, {z}' }],
    ['{a="\\"\\\\\\n\\t\\a\\b\\f\\r\\v"}', { a: '"\\\n\t\x07\b\f\r\v' }],
    ['{a="\\x41\\101\\u00e9\\U0001F600"}', { a: 'AAé😀' }],
    ['{a="\\ud800"}', { a: '�' }],
    ['{a="", b="x"}', { b: 'x' }],
    ['{_1="한국"}', { _1: '한국' }],
    ['{__proto__="x"}', Object.fromEntries([['__proto__', 'x']])],
  ])('%s', (text, labels) => expect(parseLabelsText(text)).toEqual({ ok: true, value: labels }));

  it.each([
    ['', '1:1: parse error: unexpected end of input, expected {'],
    ['app="x"', '1:1: parse error: unexpected "a", expected {'],
    ['{app}', '1:5: parse error: unexpected "}", expected ='],
    ['{app=}', '1:6: parse error: unexpected "}", expected a quoted value'],
    ['{app=x}', '1:6: parse error: unexpected "x", expected a quoted value'],
    ['{app!="x"}', '1:5: parse error: unexpected "!", expected ='],
    ['{1a="x"}', '1:2: parse error: unexpected "1", expected a label name or }'],
    ['{a.b="x"}', '1:3: parse error: unexpected ".", expected ='],
    ['{,}', '1:2: parse error: unexpected ",", expected a label name or }'],
    ['{a="x" b="y"}', '1:8: parse error: unexpected "b", expected , or }'],
    ['{a="x"} x', '1:9: parse error: unexpected "x", expected the end'],
    ['{a="x', '1:6: parse error: unterminated quoted string'],
    ['{a="x\ny"}', '1:6: parse error: unterminated quoted string'],
    ['{a=`x', '1:4: parse error: unterminated raw string'],
    ['{a="\\q"}', '1:7: parse error: invalid escape sequence'],
    ['{a="\\x4"}', '1:7: parse error: invalid escape sequence'],
    ['{a="say "hi""}', '1:10: parse error: unexpected "h", expected , or }'],
  ])('%j is refused', (text, message) => expect(parseLabelsText(text)).toEqual({ ok: false, error: { message } }));

  it('named twice is refused by name', () => {
    expect(parseLabelsText('{a="1", a="2"}')).toMatchObject({ ok: false, error: { duplicate: 'a' } });
  });

  it('comes back from its text', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
    const value = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(fc.dictionary(name, value), (labels) => {
        expect(parseLabelsText(printLabelsText(labels))).toEqual({ ok: true, value: { ...labels } });
      }),
    );
  });
});
