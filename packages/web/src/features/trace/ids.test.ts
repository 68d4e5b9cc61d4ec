import { expect, it } from 'vitest';
import { idToHex, normalizeTraceId } from './ids.js';

it.each([
  ['AAECAwQFBgcICQoLDA0ODw==', '000102030405060708090a0b0c0d0e0f'],
  ['_-ECAwQFBgc=', 'ffe1020304050607'],
  ['/+ECAwQFBgc=', 'ffe1020304050607'],
  ['FFE1020304050607', 'ffe1020304050607'],
  ['000102030405060708090A0B0C0D0E0F', '000102030405060708090a0b0c0d0e0f'],
  ['AAAAAAAAAAA=', ''],
  ['', ''],
  [undefined, ''],
  ['***', ''],
])('%j is %s', (id, hex) => {
  expect(idToHex(id)).toBe(hex);
});

it.each([
  [' ABC ', `${'0'.repeat(29)}abc`],
  ['f'.repeat(32), 'f'.repeat(32)],
  ['f'.repeat(33), undefined],
  ['0', undefined],
  ['xyz', undefined],
  ['', undefined],
])('%j as a trace id', (text, id) => {
  expect(normalizeTraceId(text)).toBe(id);
});
