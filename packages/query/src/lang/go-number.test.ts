import { expect, it } from 'vitest';
import { parseGoFloat } from './go-number.js';

it.each([
  ['1_000', 1000],
  ['-1_2.3_4e1_0', -12.34e10],
  ['0x_1p4', 16],
  ['0x1_ep-1', 15],
  ['0X1.8p1', 3],
  ['1e3', 1000],
  ['.5', 0.5],
  ['5.', 5],
  ['+Inf', Infinity],
  ['-infinity', -Infinity],
  ['nAn', NaN],
])('reads %s as Go does', (text, value) => {
  expect(parseGoFloat(text)).toEqual({ ok: true, value });
});

it.each([
  '_1',
  '1_',
  '1__0',
  '1_.5',
  '1._5',
  '1e_5',
  '1e5_',
  '+_1',
  '_0x1p1',
  '0x__1p1',
  '0x1_p1',
  '0x1',
  '1f',
  'in_f',
  ' 1',
  '١',
])('refuses %s as Go does', (text) => {
  expect(parseGoFloat(text)).toEqual({ ok: false, error: `strconv.ParseFloat: parsing "${text}": invalid syntax` });
});
