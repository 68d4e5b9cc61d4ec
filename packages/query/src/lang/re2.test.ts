import { describe, expect, it } from 'vitest';
import { compileAnchored } from './re2.js';

function compiled(pattern: string) {
  const result = compileAnchored(pattern);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

describe('compileAnchored', () => {
  it.each([
    ['a|b', 'a', true],
    ['a|b', 'ab', false],
    ['foo', 'foobar', false],
    ['', '', true],
    ['.*', 'a\nb', true],
    ['a$', 'a\n', false],
    ['(?i:pro).*', 'PROD', true],
    ['봉.', '봉수', true],
  ])('%j on %j: %s', (pattern, value, expected) => {
    expect(compiled(pattern).matches(value)).toBe(expected);
  });

  it('gives the groups of a match', () => {
    expect(compiled('(a)(b)?-(?P<n>.*)').groups('a-x')).toEqual(['a-x', 'a', undefined, 'x']);
    expect(compiled('(a)').groups('b')).toBeUndefined();
    expect(compiled('(?P<n>.*)').names).toEqual({ n: 1 });
  });

  it.each([['(.*'], [')('], ['a**'], ['(?=a)'], ['[z-a]']])('refuses %j', (pattern) => {
    const result = compileAnchored(pattern);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.error).toMatch(/^error parsing regexp: /);
  });
});
