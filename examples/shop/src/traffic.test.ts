import { expect, test } from 'vitest';
import { CARD_BANK_DOWN, CARD_DECLINED, CARD_SLOW } from './cards.js';
import { request } from './traffic.js';

test('60 requests hold every kind that the demo is to show', () => {
  const all = Array.from({ length: 60 }, (_, index) => request(index, 1));
  const count = (wanted: (one: (typeof all)[number]) => boolean): number => all.filter(wanted).length;
  expect(count(({ path }) => path === '/menu')).toBe(15);
  expect(count(({ path }) => path === '/orders/1')).toBe(15);
  expect(count(({ path }) => path === '/checkout')).toBe(29);
  expect(count(({ body }) => body?.card === CARD_SLOW)).toBe(3);
  expect(count(({ body }) => body?.card === CARD_DECLINED)).toBe(2);
  expect(count(({ body }) => body?.card === CARD_BANK_DOWN)).toBe(2);
});
