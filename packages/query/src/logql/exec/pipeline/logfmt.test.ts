import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelsOf, logfmt, type Given } from './stage.testkit.js';

const failed = (details: string, labels: Record<string, string> = {}): Record<string, string> => ({
  ...labels,
  __error__: 'LogfmtParserErr',
  __error_details__: `logfmt syntax error at pos ${details}`,
});

describe('logfmt', () => {
  it.each<[line: string, labels: Record<string, string>]>([
    ['', {}],
    ['a=b', { a: 'b' }],
    ['  a=b\tc=d  ', { a: 'b', c: 'd' }],
    ['a= b=c', { b: 'c' }],
    ['bare a=b other', { a: 'b' }],
    ['a="" b=c', { b: 'c' }],
    ['a="x y" b="q\\"q" c="\\u00e9\\n"', { a: 'x y', b: 'q"q', c: 'é\n' }],
    ['a="bad \\x" b=c', { b: 'c' }],
    ['a="open b=c', {}],
    ['a=b=c d=e', { d: 'e' }],
    ['a=b"c d=e', { d: 'e' }],
    ['"a"=b d=e', { d: 'e' }],
    ['=b d=e', { d: 'e' }],
    ['a=x a=y', { a: 'x' }],
    ['my-key=1 2nd=2 é=3', { my_key: '1', _2nd: '2', _: '3' }],
    ['a=\ufffdx', { a: ' x' }],
    ['\ufffd=x a=b', { a: 'b' }],
    ['a="x"b=c', { a: 'x', b: 'c' }],
    ['a={"b":1} c=d', { c: 'd' }],
    ['a="\ud83d\ude00"', { a: '😀' }],
    ['a="\\ud83d"', { a: ' ' }],
    ['a="line\\\nbreak" b=c', { b: 'c' }],
    ['a="tab\there\\\\and\nthere" b=c', { a: 'tab\there\\and\nthere', b: 'c' }],
  ])('%j', (line, labels) => {
    expect(labelsOf([logfmt()], line)).toEqual(labels);
  });

  it.each<[line: string, labels: Record<string, string>]>([
    ['bare a=b c=', { bare: '', a: 'b', c: '' }],
    ['a="" a=b', { a: '' }],
  ])('--keep-empty %j', (line, labels) => {
    expect(labelsOf([logfmt({}, { keepEmpty: true })], line)).toEqual(labels);
  });

  it.each<[line: string, labels: Record<string, string>]>([
    ['a=b bare', { a: 'b' }],
    ['a=b c=d"e f=g', failed(`8 : unexpected '"'`, { a: 'b' })],
    ['a=b=c d=e', failed("4 : unexpected '='")],
    ['=c d=e', failed("1 : unexpected '='")],
    ['é=b "x', failed(`6 : unexpected '"'`, { _: 'b' })],
    ['a="x', failed('5 : unterminated quoted value')],
    ['a="\\x" b=c', failed('7 : invalid quoted value')],
    ['\ufffd=x a=b', failed('4 : invalid key')],
  ])('--strict %j', (line, labels) => {
    expect(labelsOf([logfmt({}, { strict: true })], line)).toEqual(labels);
  });

  it.each<[of: Record<string, string>, line: string, given: Given, labels: Record<string, string>]>([
    [{ a: 'a' }, 'a=1 b=2', {}, { a: '1' }],
    [{ x: 'a', b: 'b' }, 'a=1 b=2 c=3', {}, { x: '1', b: '2' }],
    [{ a: 'a', z: 'zz' }, 'a=1', {}, { a: '1', z: '' }],
    [{ a: 'a' }, 'a=1 a=2', {}, { a: '2' }],
    [{ x: 'a', y: 'a' }, 'a=1', {}, { x: '1', y: '1' }],
    [{ x: 'a' }, 'x=1', {}, { x: '1' }],
    [{ app: 'a' }, 'a=1', { stream: { app: 's' } }, { app: 's', app_extracted: '1' }],
    [{ app: 'a' }, 'b=1', { stream: { app: 's' } }, { app: 's' }],
    [{ a: 'a' }, 'a=', {}, { a: '' }],
  ])('expressions %j of %j', (of, line, given, labels) => {
    expect(labelsOf([logfmt(of)], line, given)).toEqual(labels);
  });

  it('stops at the first fault of strict expressions', () => {
    expect(labelsOf([logfmt({ a: 'a', c: 'c' }, { strict: true })], 'a=1 "x c=2')).toEqual(
      failed(`5 : unexpected '"'`, { a: '1', c: '' }),
    );
  });

  it.each<[what: string, line: string, required: string[], labels: Record<string, string>]>([
    ['extracts what is asked for', 'a=1 b=2', ['b'], { b: '2' }],
    ['stops when it has all', 'a=1 "broken', ['a'], { a: '1' }],
    ['sees a fault before', '"broken a=1', ['a'], failed(`1 : unexpected '"'`)],
  ])('with hints: %s', (_what, line, required, labels) => {
    const hints = { noLabels: false, required, preserveError: false };
    expect(labelsOf([logfmt({}, { strict: true })], line, { hints })).toEqual(labels);
  });

  it('reads back what it is written from', () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
    const value = fc.string({ unit: 'grapheme', minLength: 1 }).map((s) => s.replaceAll('\ufffd', '?'));
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 8, noNullPrototype: true }), (labels) => {
        const line = Object.entries(labels)
          .map(([key, text]) => `${key}=${JSON.stringify(text)}`)
          .join(' ');
        expect(labelsOf([logfmt()], line)).toEqual(labels);
      }),
    );
  });
});
