import { expect, it } from 'vitest';
import { FingerprintCache } from './fingerprint-cache.js';

it('holds what was put, up to its bound, and lets the first go first', () => {
  const cache = new FingerprintCache<string>(2);
  cache.put('1', 'a');
  cache.put('2', 'b');
  expect([cache.get('1'), cache.get('2')]).toEqual(['a', 'b']);
  cache.put('3', 'c');
  expect([cache.get('1'), cache.get('2'), cache.get('3')]).toEqual([undefined, 'b', 'c']);
});
