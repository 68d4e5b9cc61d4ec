import { expect, it } from 'vitest';
import { belowBase } from './base-path.js';

it.each([
  ['/ops/bongsu/logs?q=1', '/ops/bongsu', '/logs?q=1'],
  ['/ops/bongsu/', '/ops/bongsu', '/'],
  ['/ops/bongsu', '/ops/bongsu', ''],
  ['/ops/bongsu?x=1', '/ops/bongsu', '?x=1'],
  ['/ops/bongsura/logs', '/ops/bongsu', undefined],
  ['/logs', '/ops/bongsu', undefined],
  ['/logs', '', undefined],
])('%s under %j is %j', (url, base, rest) => {
  expect(belowBase(url, base)).toBe(rest);
});
