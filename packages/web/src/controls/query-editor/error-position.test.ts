import { expect, it } from 'vitest';
import { errorRange } from './error-position.js';

it.each([
  ['parse error at line 1, col 6: syntax error: unexpected IDENTIFIER', '{a="b" foo', ' ', { start: 5, end: 6 }],
  ['parse error at line 1, col 8: unexpected IDENTIFIER', '{a="b"} foo bar', 'x', { start: 7, end: 8 }],
  ['parse error at line 2, col 3: x', '{a="b"}\n| foo', 'x', { start: 10, end: 13 }],
  // Characters, not bytes and not UTF-16 units.
  ['parse error at line 1, col 8: x', '{a="🔥"} foo', 'x', { start: 8, end: 9 }],
  ['invalid TraceQL query: parse error at line 1, col 3: x', '{ foo }', 'x', { start: 2, end: 5 }],
  ['invalid TraceQL query: parse error at line 0, col 4: x', '{} != {}', 'x', { start: 3, end: 4 }],
  ['invalid TraceQL query: parse error at line 0, col 4: x', '{}\n!= {}', 'x', undefined],
  ['invalid parameter "query": 1:5: parse error: unexpected identifier', 'sum foo(', 'x', { start: 4, end: 7 }],
  // Three bytes for each of the two syllables.
  ['1:13: parse error: x', 'x{a="주문" b}', 'x', { start: 8, end: 9 }],
  ['1:9: parse error: unexpected end of input', 'sum(rate', 'x', { start: 7, end: 8 }],
  ['Syntax error: failed at position 8 (x) (line 1, col 8): x', 'SELECT  x', 'x', { start: 7, end: 8 }],
  ['parse error at line 9, col 1: x', 'a\nb', 'x', { start: 2, end: 3 }],
  ['parse error : queries require at least one matcher', '{}', 'x', undefined],
  ['timed out after 1:30', 'x', 'x', undefined],
  ['1:1: parse error: no expression found in input', '', 'x', undefined],
])('%s', (message, text, _, range) => {
  expect(errorRange(message, text)).toEqual(range);
});
