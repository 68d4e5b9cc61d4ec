/** MurmurHash3 x86 32-bit over `buf[start, end)`, its last step left out: see {@link finished}. */
export function hashBytes(buf: Uint8Array, start: number, end: number, seed: number): number {
  let h = seed | 0;
  let at = start;
  for (const last = end - 3; at < last; at += 4) {
    h = mixed(h, buf[at]! | (buf[at + 1]! << 8) | (buf[at + 2]! << 16) | (buf[at + 3]! << 24));
  }
  let tail = 0;
  for (let i = end - 1; i >= at; i--) tail = (tail << 8) | buf[i]!;
  // The length, so that a tail of zeros counts.
  return mixed(mixed(h, tail), end - start);
}

/** One more 32-bit word into a hash. */
export function mixed(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** Spreads every bit over the whole word. Unsigned. */
export function finished(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
