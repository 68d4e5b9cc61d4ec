import { expect, it } from 'vitest';
import { parseUrlSearch, printUrlSearch } from './url-search.js';

it.each([
  ['?a=1&b=x%20y', { a: '1', b: 'x y' }],
  ['?var-x=a&var-x=b&c=', { 'var-x': ['a', 'b'], c: '' }],
  ['', {}],
])('%j', (text, search) => {
  expect(parseUrlSearch(text)).toEqual(search);
  expect(parseUrlSearch(printUrlSearch(search))).toEqual(search);
});

it('leaves out what is no text', () => {
  expect(printUrlSearch({ a: undefined, b: 1, c: 'x' })).toBe('?c=x');
});
