import { describe, expect, it } from 'vitest';
import { jobMatcher, quoted, re2Literal } from './promql.js';

describe('re2Literal', () => {
  it.each([
    ['orders', 'orders'],
    ['shop.orders-v2', 'shop\\.orders-v2'],
    ['a+b(c)|[d]{e}^$?*\\', 'a\\+b\\(c\\)\\|\\[d\\]\\{e\\}\\^\\$\\?\\*\\\\'],
    ['주문 서비스/1', '주문 서비스/1'],
  ])('%s', (text, pattern) => {
    expect(re2Literal(text)).toBe(pattern);
  });
});

describe('quoted', () => {
  it.each([
    ['a"b', '"a\\"b"'],
    ['a\\.b', '"a\\\\.b"'],
    ['a\nb\tc\r', '"a\\nb\\tc\\r"'],
    ['\u0000\u007f', '"\\x00\\x7f"'],
    ['한글', '"한글"'],
  ])('%j', (text, literal) => {
    expect(quoted(text)).toBe(literal);
  });
});

it('escapes for RE2 first and for the string then', () => {
  expect(jobMatcher('shop.orders')).toBe('job=~"(.+/)?shop\\\\.orders"');
  expect(jobMatcher('a"b')).toBe('job=~"(.+/)?a\\"b"');
});
