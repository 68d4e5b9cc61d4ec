import { expect, it } from 'vitest';
import { parseJsonPath } from './json-path.js';

it.each<[expression: string, path: (string | number)[] | undefined]>([
  ['a', ['a']],
  ['a.b_1[0]["c.d"].e', ['a', 'b_1', 0, 'c.d', 'e']],
  ['[0][1]', [0, 1]],
  [' a . b [ 2 ] ', ['a', 'b', 2]],
  ['["a\\"b"]', ['a"b']],
  ['["a]b"]', ['a]b']],
  ['', undefined],
  ['a.', undefined],
  ['.a', undefined],
  ['a b', undefined],
  ['a[x]', undefined],
  ['a[0', undefined],
  ['["\\q"]', undefined],
  ['a-b', undefined],
  ['1a', undefined],
])('reads %j', (expression, path) => {
  const parsed = parseJsonPath(expression);
  expect(parsed.ok ? parsed.value : undefined).toEqual(path);
});
