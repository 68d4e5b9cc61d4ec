import { describe, expect, it } from 'vitest';
import { compileCapturingRegex, parsePattern, parsePatternFilter } from '../../syntax/index.js';
import { drop, json, labelsOf, logfmt, outcome, pattern, regexp, unpack, type Given } from './stage.testkit.js';

type Labels = Record<string, string>;

const JSON_LINE =
  '{"a":{"b":[{"c":"d"},"e\\u00e9",null]},"n":1.50,"t":true,"s p":"x","nil":null,"o":{"k": "v"},"dup":1,"dup":2}';

describe('json expressions', () => {
  it.each<[of: Labels, line: string, given: Given, labels: Labels]>([
    [{ x: 'a.b[0].c' }, JSON_LINE, {}, { x: 'd' }],
    [{ x: 'a.b[1]' }, JSON_LINE, {}, { x: 'eé' }],
    [{ x: 'a.b[2]', y: 'nil' }, JSON_LINE, {}, { x: '', y: '' }],
    [{ x: 'a.b[3]', y: 'a.z', z: 'n.z' }, JSON_LINE, {}, { x: '', y: '', z: '' }],
    [{ n: 'n', t: 't' }, JSON_LINE, {}, { n: '1.50', t: 'true' }],
    [{ x: '["s p"]' }, JSON_LINE, {}, { x: 'x' }],
    [{ x: 'o' }, JSON_LINE, {}, { x: '{"k": "v"}' }],
    [{ x: 'a.b' }, JSON_LINE, {}, { x: '[{"c":"d"},"eé",null]' }],
    [{ x: 'dup' }, JSON_LINE, {}, { x: '1' }],
    [{ x: '[1]' }, '["p","q"]', {}, { x: 'q' }],
    [{ x: '[1].k' }, '["p",{"k":"v"}]', {}, { x: 'v' }],
    [{ x: 'a' }, '[1]', {}, { x: '' }],
    [{ x: 'a' }, '"text"', {}, { x: '' }],
    [{ x: 'a' }, '', {}, {}],
    [{ x: 'a' }, 'text', {}, { __error__: 'JSONParserErr' }],
    [{ x: 'a' }, ' {"a":1}', {}, { __error__: 'JSONParserErr' }],
    [{ x: 'a' }, '{"a":1', {}, { x: '1' }],
    [{ x: 'b' }, '{"a":1 "b":2}', {}, { x: '' }],
    [{ x: 'b' }, '{"b', {}, { x: '' }],
    [{ x: 'a' }, '{"a":yes}', {}, { x: '', __error__: 'JSONParserErr', __error_details__: 'Unknown value type' }],
    [{ app: 'a' }, '{"a":1}', { stream: { app: 's' } }, { app: 's', app_extracted: '1' }],
    [{ app: 'b' }, '{"a":1}', { stream: { app: 's' } }, { app: 's' }],
    [{ id: 'a' }, '{"a":1}', { metadata: { id: 'm' } }, { id: 'm', id_extracted: '1' }],
  ])('%j of %s', (of, line, given, labels) => {
    expect(labelsOf([json(of)], line, given)).toEqual(labels);
  });
});

describe('regexp', () => {
  it.each<[regex: string, line: string, given: Given, labels: Labels]>([
    ['(?P<a>\\w+) (?P<b>\\w+)', 'x y', {}, { a: 'x', b: 'y' }],
    ['(?P<a>\\d+)', 'x 12 y 34', {}, { a: '12' }],
    ['(?P<a>x)|(?P<b>y)', 'y', {}, { a: '', b: 'y' }],
    ['^(?P<a>x)$', 'xx', {}, {}],
    ['(x)(?P<a>y)', 'xy', {}, { a: 'y' }],
    ['(?P<app>x)', 'x', { stream: { app: 's' } }, { app: 's', app_extracted: 'x' }],
    ['(?P<a>.)', '\n!', {}, { a: '!' }],
  ])('%s of %j', (regex, line, given, labels) => {
    expect(labelsOf([regexp(regex)], line, given)).toEqual(labels);
  });

  it.each<[regex: string, error: string]>([
    ['x', 'at least one named capture must be supplied'],
    ['(x)', 'at least one named capture must be supplied'],
    ['(?P<a>x)(?P<a>y)', "duplicate extracted label name 'a'"],
    ['(?P<1a>x)', "invalid extracted label name '1a'"],
    ['(?P<a>', 'error parsing regexp: missing closing ): `(?P<a>`'],
  ])('%s is refused: %s', (regex, error) => {
    expect(compileCapturingRegex(regex)).toEqual({ ok: false, error });
  });
});

describe('pattern', () => {
  it.each<[text: string, line: string, given: Given, labels: Labels]>([
    ['<ip> - <user> [<_>]', '10.0.0.1 - joe [now]', {}, { ip: '10.0.0.1', user: 'joe' }],
    ['<a> <b>', 'x y z', {}, { a: 'x', b: 'y z' }],
    ['level=<l> <_>', 'level=info x', {}, { l: 'info' }],
    ['level=<l> <_>', ' level=info x', {}, {}],
    ['<a>, <b>; <c>', 'x, y z', {}, { a: 'x', b: 'y z' }],
    ['<_>: <b>; <c>', 'x y z', {}, {}],
    ['<a> ', ' x', {}, { a: '' }],
    ['<a>', '', {}, {}],
    ['<a>', 'all of it', {}, { a: 'all of it' }],
    ['x<a>', 'x', {}, { a: '' }],
    ['<a b> <c>', '<a b> d', {}, { c: 'd' }],
    ['<app> <_>', 'x y', { stream: { app: 's' } }, { app: 's', app_extracted: 'x' }],
    ['<한> <a>', '<한> y', {}, { a: 'y' }],
  ])('%j of %j', (text, line, given, labels) => {
    expect(labelsOf([pattern(text)], line, given)).toEqual(labels);
  });

  it.each<[text: string, error: string]>([
    ['', 'parse error at line 1, col 1: syntax error: unexpected $end, expecting IDENTIFIER or LITERAL'],
    ['text', 'at least one capture is required'],
    ['<_>', 'at least one capture is required'],
    ['<a><b>', "found consecutive capture '<a><b>': invalid expression"],
    ['<a> <a>', 'duplicate capture name (a): invalid expression'],
  ])('%j is refused: %s', (text, error) => {
    expect(parsePattern(text)).toEqual({ ok: false, error });
  });

  it.each<[text: string, error: string]>([
    ['<a> <_>', "named captures are not allowed: found '<a>'"],
    ['<_><_>', "found consecutive capture '<_><_>': invalid expression"],
  ])('%j is no filter: %s', (text, error) => {
    expect(parsePatternFilter(text)).toEqual({ ok: false, error });
  });
});

describe('unpack', () => {
  const failed = (details: string): Labels => ({ __error__: 'JSONParserErr', __error_details__: details });

  it.each<[text: string, line: string, labels: Labels]>([
    ['{"a":"b","_entry":"the line"}', 'the line', { a: 'b' }],
    ['{"_entry":"q\\"\\n","a-b":"c"}', 'q"\n', { a_b: 'c' }],
    ['{"a":"b"}', '{"a":"b"}', {}],
    ['{"a":1,"o":{"x":"y"},"_entry":"l","z":"\\u00e9"}', 'l', { z: 'é' }],
    ['{"_entry":"","a":"b"}', '', { a: 'b' }],
    ['', '', {}],
    ['text', 'text', failed('expecting json object(6), but it is not')],
    ['["a"]', '["a"]', failed('expecting json object(6), but it is not')],
    ['{"a":"b"', '{"a":"b"', failed("Value is array, but can't find closing ']' symbol")],
    ['{"_entry":"\\x"}', '{"_entry":"\\x"}', failed('Encountered an invalid escape sequence in a string')],
  ])('%j', (text, line, labels) => {
    expect(outcome([unpack], text)).toEqual({ line, labels });
  });
});

describe('several parsers', () => {
  it.each<[what: string, stages: Parameters<typeof labelsOf>[0], line: string, labels: Labels]>([
    ['the first value of a name stays', [logfmt(), pattern('<a> <_>')], 'a=1 b=2', { a: '1', b: '2' }],
    ['a deleted label does not come back', [logfmt(), drop('a'), logfmt()], 'a=1 b=2', { b: '2' }],
    ['an expression sets its label anew', [pattern('<a> <_>'), logfmt({ a: 'b' })], 'x b=2', { a: '2' }],
    ['unpack gives its entry to the next', [unpack, logfmt()], '{"_entry":"a=1","b":"2"}', { a: '1', b: '2' }],
  ])('%s', (_what, stages, line, labels) => {
    expect(labelsOf(stages, line)).toEqual(labels);
  });
});
