import { expect, it } from 'vitest';
import { expandEnvironment } from './expand-environment.js';

it.each([
  ['plain', 'plain', []],
  ['in $ZONE', 'in eu', []],
  ['in-${ZONE}-1', 'in-eu-1', []],
  ['$ZONES', '', ['ZONES']],
  ['${NOT_SET}x', 'x', ['NOT_SET']],
  ['$$ZONE', '$ZONE', []],
  ['${$}5', '$5', []],
  ['$12', '2', ['1']],
  ['a $ b', 'a $ b', []],
  ['ends in $', 'ends in $', []],
  ['${}x', 'x', []],
  ['${ZONE', 'ZONE', []],
])('%s', (text, expanded, names) => {
  const missing: string[] = [];
  expect(expandEnvironment(text, { ZONE: 'eu' }, (name) => missing.push(name))).toBe(expanded);
  expect(missing).toEqual(names);
});
