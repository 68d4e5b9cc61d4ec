import { describe, expect, it } from 'vitest';
import { fingerprintOf, fingerprintToBigInt } from './fingerprint.js';

describe('fingerprintOf', () => {
  // Fingerprints are stored: a change of these numbers would orphan every series on disk.
  it.each([
    ['', 3090512895343933371n],
    ['a', 17116449314772202462n],
    ['{"service_name":"주문"}', 12010978453192446397n],
  ])('of %j never changes', (text, expected) => {
    expect(fingerprintToBigInt(fingerprintOf(text))).toBe(expected);
  });

  it('differs for 200,000 similar texts', () => {
    const seen = new Set<bigint>();
    for (let i = 0; i < 200_000; i++) seen.add(fingerprintToBigInt(fingerprintOf(`[["pod","web-${i}"]]`)));
    expect(seen.size).toBe(200_000);
  });
});
