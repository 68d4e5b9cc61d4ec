/** Bits of a stale marker: Prometheus' "value.StaleNaN". */
export const STALE_HI = 0x7ff00000;
export const STALE_LO = 2;

const FLOATS = new Float64Array(2);
const WORDS = new Uint32Array(FLOATS.buffer);

/** Whether the halves of a double are those of a NaN, a stale marker included. */
export function isNaNBits(lo: number, hi: number): boolean {
  const magnitude = hi & 0x7fffffff;
  return magnitude > 0x7ff00000 || (magnitude === 0x7ff00000 && lo !== 0);
}

/** A stale marker counts less than any number, and NaN more. */
function rank(lo: number, hi: number): number {
  if (!isNaNBits(lo, hi)) return 1;
  return hi === STALE_HI && lo === STALE_LO ? 0 : 2;
}

/**
 * Orders samples of one series at one time, given by the halves of their bits: the greatest stays. Values that are equal
 * and differ in their bits (0 and -0, two NaN) have an order, too, so that the answer never depends on who reads.
 */
export function compareSampleBits(aLo: number, aHi: number, bLo: number, bHi: number): number {
  const byRank = rank(aLo, aHi) - rank(bLo, bHi);
  if (byRank !== 0) return byRank;
  WORDS[0] = aLo;
  WORDS[1] = aHi;
  WORDS[2] = bLo;
  WORDS[3] = bHi;
  const a = FLOATS[0]!;
  const b = FLOATS[1]!;
  if (a < b) return -1;
  if (a > b) return 1;
  return aHi === bHi ? aLo - bLo : aHi - bHi;
}
