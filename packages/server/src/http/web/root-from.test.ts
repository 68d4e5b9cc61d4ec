import { expect, it } from 'vitest';
import { rootFrom } from './root-from.js';

it.each([
  ['/', './'],
  ['/logs', './'],
  ['/services/shop', '../'],
  ['/services/a%2Fb', '../'],
  ['/services/shop/', '../../'],
])('from %s the root is at %s', (path, root) => {
  expect(rootFrom(path)).toBe(root);
  // The browser's own reading of it, under a prefix.
  expect(new URL(root, `http://proxy.example/ops/bongsu${path}`).pathname).toBe('/ops/bongsu/');
});
