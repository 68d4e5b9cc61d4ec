import { expect, it } from 'vitest';
import { parseGoInt } from './go-number.js';

it.each([
  ['0', 0],
  ['-7', -7],
  ['+7', 7],
  ['007', 7],
  ['', 'strconv.Atoi: parsing "": invalid syntax'],
  ['1.5', 'strconv.Atoi: parsing "1.5": invalid syntax'],
  ['a"b', 'strconv.Atoi: parsing "a\\"b": invalid syntax'],
  ['9223372036854775808', 'strconv.Atoi: parsing "9223372036854775808": value out of range'],
])('%j', (text, expected) => {
  const parsed = parseGoInt(text);
  expect(parsed.ok ? parsed.value : parsed.error).toBe(expected);
});

it('names the function that was asked', () => {
  expect(parseGoInt('x', 'ParseInt')).toEqual({ ok: false, error: 'strconv.ParseInt: parsing "x": invalid syntax' });
});
