import { expect, it } from 'vitest';
import { parseGoDuration } from './go-duration.js';

it.each([
  ['0', 0n],
  ['250ms', 250_000_000n],
  ['1.5s', 1_500_000_000n],
  ['1h15m', 4_500_000_000_000n],
  ['.5us', 500n],
  ['2µs', 2000n],
  ['+1s', 1_000_000_000n],
  ['', 'time: invalid duration ""'],
  ['5', 'time: missing unit in duration "5"'],
  ['1h5', 'time: missing unit in duration "1h5"'],
  ['-1s', 'time: invalid duration "-1s"'],
  ['.s', 'time: invalid duration ".s"'],
  ['1s ', 'time: unknown unit "s " in duration "1s "'],
  ['1d', 'time: unknown unit "d" in duration "1d"'],
  ['9999999999h', 'time: invalid duration "9999999999h"'],
])('%s', (text, expected) => {
  const parsed = parseGoDuration(text);
  expect(parsed.ok ? parsed.value : parsed.error).toBe(expected);
});
