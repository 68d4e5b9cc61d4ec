import { describe, expect, it } from 'vitest';
import { formatSize, parseSize } from './size.js';

describe('parseSize', () => {
  it.each([
    ['0', 0],
    ['1048576', 1_048_576],
    ['16MiB', 16_777_216],
    ['16 mib', 16_777_216],
    ['20GB', 20_000_000_000],
    ['1.5kB', 1500],
    ['1TB', 1e12],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toEqual({ ok: true, value: bytes });
  });

  it.each(['', 'GB', '-1', '1e9', '5 XB', '1,5GB', '99999999TB', '1GB\n', 'off'])('refuses %j', (text) => {
    expect(parseSize(text).ok).toBe(false);
  });
});

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [16_777_216, '16 MiB'],
  [20_000_000_000, '18.6 GiB'],
])('formatSize(%d) is %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
