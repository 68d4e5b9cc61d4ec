import { expect, test } from 'vitest';
import { BoundedMap } from './bounded-map.js';

test('forgets what was not used for longest', () => {
  const map = new BoundedMap<number>(6);
  map.set('aa', 1);
  map.set('bb', 2);
  map.set('cc', 3);
  expect(map.get('aa')).toBe(1);
  map.set('dd', 4);
  expect([map.get('aa'), map.get('bb'), map.get('cc'), map.get('dd')]).toEqual([1, undefined, 3, 4]);
  map.set('eeee', 5);
  expect([map.get('aa'), map.get('cc'), map.get('dd'), map.get('eeee')]).toEqual([undefined, undefined, 4, 5]);
});

test('replaces without growing, and does not keep what is larger than the bound', () => {
  const map = new BoundedMap<number>(6);
  for (let i = 0; i < 10; i++) map.set('aaa', i);
  map.set('bbb', 1);
  map.set('ccccccc', 1);
  expect([map.get('aaa'), map.get('bbb'), map.get('ccccccc'), map.size]).toEqual([9, 1, undefined, 2]);
});
