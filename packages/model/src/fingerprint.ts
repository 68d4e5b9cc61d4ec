/**
 * A 64-bit fingerprint kept as two unsigned 32-bit halves, so the ingest path needs no bigint.
 * Stored as UInt64 `hi * 2^32 + lo`.
 */
export interface Fingerprint {
  readonly hi: number;
  readonly lo: number;
}

/** MurmurHash3 x86 32-bit over UTF-8 bytes (public domain algorithm by Austin Appleby). */
function murmur3(bytes: Uint8Array, seed: number): number {
  let h = seed | 0;
  const blocks = bytes.length & ~3;
  for (let i = 0; i < blocks; i += 4) {
    let k = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    k = Math.imul(k, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let i = bytes.length - 1; i >= blocks; i--) tail = (tail << 8) | bytes[i]!;
  if (bytes.length !== blocks) {
    tail = Math.imul(tail, 0xcc9e2d51);
    tail = (tail << 15) | (tail >>> 17);
    h ^= Math.imul(tail, 0x1b873593);
  }
  h ^= bytes.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const encoder = new TextEncoder();

/** Two independently seeded 32-bit hashes of the text's UTF-8 form. Stable for ever: fingerprints are stored. */
export function fingerprintOf(text: string): Fingerprint {
  const bytes = encoder.encode(text);
  return { hi: murmur3(bytes, 0x42_6f_6e_67), lo: murmur3(bytes, 0x73_75_31_31) };
}

export const fingerprintToBigInt = (f: Fingerprint): bigint => (BigInt(f.hi) << 32n) | BigInt(f.lo);
