import { describe, expect, it } from 'vitest';
import { CORPORA } from './corpus/index.js';
import { checkQuery, faultText, MAX_QUERY_BYTES, parseMatchers, parseQuery, printQuery, warningsOf } from './index.js';

describe.each(Object.entries(CORPORA))('corpus %s', (_, { valid, parseFails, checkFails }) => {
  it.each(valid)('reads %s', (text, canonical) => {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(faultText(text, parsed.error));
    expect(checkQuery(parsed.value)).toBeUndefined();
    expect(printQuery(parsed.value)).toBe(canonical);
    const again = parseQuery(canonical);
    if (!again.ok) throw new Error(faultText(canonical, again.error));
    expect(printQuery(again.value)).toBe(canonical);
  });

  it.each(parseFails)('does not parse %s', (text, message) => {
    const parsed = parseQuery(text);
    if (parsed.ok) throw new Error('it parsed');
    expect(parsed.error.kind).toBe('parse');
    expect(faultText(text, parsed.error)).toBe(message);
  });

  it.each(checkFails)('finds no meaning in %s', (text, message) => {
    const parsed = parseQuery(text);
    const fault = parsed.ok ? checkQuery(parsed.value) : parsed.error;
    expect(fault?.kind).toBe('check');
    expect(fault && faultText(text, fault)).toBe(message);
  });
});

it.each([
  ['{service.name="x"}', ['label name service.name was read as service_name: Loki label names have no dots']],
  [
    'sum(rate({"service.name"="x"}[5m])) / rate({service.name="x", k8s.pod="y"}[5m])',
    [
      'label name service.name was read as service_name: Loki label names have no dots',
      'label name k8s.pod was read as k8s_pod: Loki label names have no dots',
    ],
  ],
  ['{"service_name"="x"}', []],
  ['vector(1)', []],
])('warns of %s', (text, warnings) => {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  expect(warningsOf(parsed.value)).toEqual(warnings);
});

it('refuses a text over the limit, in bytes', () => {
  const text = `{app="${'한'.repeat(MAX_QUERY_BYTES / 3)}"}`;
  const parsed = parseQuery(text);
  if (parsed.ok) throw new Error('it parsed');
  expect(faultText(text, parsed.error)).toBe('parse error : input size too long (131078 > 131072)');
});

it('takes a selector alone, which may be empty', () => {
  expect(parseMatchers('{}').ok).toBe(true);
  expect(parseMatchers('{a!="b"}').ok).toBe(true);
  for (const text of ['{a="b"} |= "c"', 'rate({a="b"}[5m])']) {
    const parsed = parseMatchers(text);
    expect(!parsed.ok && parsed.error.message).toBe('only label matchers are supported');
  }
  const parsed = parseMatchers('a="b"');
  expect(!parsed.ok && parsed.error.message).toBe('syntax error: unexpected IDENTIFIER');
});

/** Texts that repeat a piece as often as the limit lets them: deep for a recursive reader, or long. */
const REPEATED: readonly (readonly [name: string, head: string, piece: string, tail: string, close: string])[] = [
  ['parentheses around a selector', '', '(', '{a="b"}', ')'],
  ['parentheses around a number', '', '(', '1', ')'],
  ['parentheses around a range', 'rate(', '(', '{a="b"}[5m]', ')'],
  ['parentheses in a label filter', '{a="b"} | ', '(', 'a="b"', ')'],
  ['nested filters of either kind', '{a="b"} | a="b"', ' or (a="b" and (a="b"', '', '))'],
  ['filters with commas and or', '{a="b"} | a="b"', ', a="b" or a="b"', '', ''],
  ['nested aggregations', '', 'sum(', '1', ')'],
  ['a sum of numbers', '1', '+1', '', ''],
  ['powers', '1', '^1', '', ''],
  ['signs', '', '-', '1', ''],
  ['opening braces', '', '{', '', ''],
  ['quotes', '', '"', '', ''],
  ['back quotes', '', '`', '', ''],
  ['comments', '', '#\n', '', ''],
  ['block comments', '', '/*', '', ''],
  ['backslashes', '', '\\', '', ''],
  ['numbers with points', '', '1.1', '', ''],
  ['function words', '', 'sum ', '', ''],
  ['ranges', '', '[5m', '', ''],
];

const repeated = ([, head, piece, tail, close]: (typeof REPEATED)[number]): string => {
  const room = MAX_QUERY_BYTES - head.length - tail.length;
  const times = Math.floor(room / (piece.length + close.length));
  return head + piece.repeat(times) + tail + close.repeat(times);
};

it.each(REPEATED)('neither overflows nor hangs on %s', (...row) => {
  const text = repeated(row);
  const parsed = parseQuery(text);
  if (parsed.ok) checkQuery(parsed.value);
  else expect(parsed.error.range.end).toBeLessThanOrEqual(text.length);
});

it.each([
  ['label filters', '{a="b"} | a="b"', ' or a="b"'],
  ['label filters with commas', '{a="b"} | a="b"', ', a="b"'],
  ['line filters', '{a="b"} |= "a"', ' or "b"'],
  ['stages', '{a="b"}', ' | json'],
  ['matchers', '{a="b"', ', a="b"'],
])('takes as many %s as fit', (_, head, piece) => {
  const close = head.endsWith('}') || head.includes('}') ? '' : '}';
  const text = head + piece.repeat(Math.floor((MAX_QUERY_BYTES - head.length - 1) / piece.length)) + close;
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  expect(checkQuery(parsed.value)).toBeUndefined();
  expect(parseQuery(printQuery(parsed.value)).ok || printQuery(parsed.value).length > MAX_QUERY_BYTES).toBe(true);
});

it.each([
  ['parentheses', `${'('.repeat(499)}1${')'.repeat(499)}`, true],
  ['parentheses', `${'('.repeat(500)}1${')'.repeat(500)}`, false],
  ['operators', `1${'+1'.repeat(500)}`, true],
  ['operators', `1${'+1'.repeat(501)}`, false],
])('bounds the depth of %s', (_, text, ok) => {
  const parsed = parseQuery(text);
  expect(parsed.ok).toBe(ok);
  if (!parsed.ok) expect(parsed.error.message).toBe('expression is nested deeper than 500 levels');
});
