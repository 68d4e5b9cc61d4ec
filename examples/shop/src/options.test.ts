import { expect, test } from 'vitest';
import { parseOptions } from './options.js';

test('defaults are bounded', () => {
  const ports = { gateway: 0, orders: 0, payments: 0 };
  expect(parseOptions([])).toEqual({ rate: 5, durationMs: 1_800_000, ports, verbose: false });
});

test.each([
  ['90s', 90_000],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
])('--duration %s', (text, milliseconds) => {
  expect(parseOptions(['--duration', text])).toMatchObject({ durationMs: milliseconds });
});

test.each([
  [['--rate', '0'], '--rate is 0; it must be a number from 0.1 to 100'],
  [['--rate', 'fast'], '--rate is fast; it must be a number from 0.1 to 100'],
  [['--duration', '5'], '--duration is 5; it must look like 90s, 30m or 2h'],
  [['--duration', '1000h'], '--duration is 1000h; it must look like 90s, 30m or 2h'],
  [['--orders-port', '70000'], '--orders-port is 70000; it must be a port from 0 to 65535'],
  [['--speed', '9'], "Unknown option '--speed'"],
])('%j is refused by name', (args, message) => {
  expect(parseOptions(args)).toContain(message);
});
