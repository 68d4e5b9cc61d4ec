import { expect, it } from 'vitest';
import { jsonPaths } from './json-paths.js';

it.each<[string, Record<string, readonly string[]>]>([
  ['{"a":1,"b":{"c-d":"x","e":{"1f":true}}}', { a: ['a'], b_c_d: ['b', 'c-d'], b_e_1f: ['b', 'e', '1f'] }],
  ['{"1a":1,"list":[1],"none":null}', { _1a: ['1a'] }],
  ['{"a.b":1,"a_b":2}', { a_b: ['a.b'] }],
  ['[1]', {}],
  ['no json', {}],
  ['7', {}],
])('%s', (line, paths) => {
  expect(Object.fromEntries(jsonPaths(line))).toEqual(paths);
});
