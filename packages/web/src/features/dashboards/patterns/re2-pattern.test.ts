import { expect, it } from 'vitest';
import { re2Patterns } from './re2-pattern.js';

const compile = re2Patterns();

it.each([
  ['/rx$/', false, 'eth0 rx', true],
  ['rx', false, 'a rx b', true],
  ['rx', true, 'a rx b', false],
  ['/RX/i', true, 'rx', true],
])('%s on %s', (text, whole, subject, matches) => {
  expect(compile(text, whole)?.test(subject)).toBe(matches);
});

it('gives groups', () => {
  expect(compile('/(?<value>\\w)=(?<text>\\d)/g')?.matches('a=1 b=2')).toEqual([
    { whole: 'a=1', group: 'a', named: { value: 'a', text: '1' } },
    { whole: 'b=2', group: 'b', named: { value: 'b', text: '2' } },
  ]);
});

it('replaces with groups', () => {
  expect(compile('node_(.*)')?.replace('node_cpu', '$1!')).toBe('cpu!');
});

it.each(['(', '/(?!a)b/', '/(a)\\1/'])('refuses %s', (text) => {
  expect(compile(text)).toBeUndefined();
});
