import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64OfHex } from './base64-of-hex.js';

test('is the base64 of the bytes, and touches nothing around it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 33 }), fc.nat(3), (bytes, before) => {
      const expected = Buffer.from(bytes).toString('base64');
      const into = Buffer.alloc(before + expected.length + 2, '.');
      const end = base64OfHex(Buffer.from(bytes).toString('hex'), into, before);
      expect(into.toString()).toBe(`${'.'.repeat(before)}${expected}..`);
      expect(end).toBe(before + expected.length);
    }),
  );
});
