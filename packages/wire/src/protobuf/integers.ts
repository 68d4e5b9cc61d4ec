const TWO_31 = 2_147_483_648;
const TWO_32 = 4_294_967_296;

/** A signed 64-bit integer from its halves, as the nearest double. */
export const int64Number = (lo: number, hi: number): number => (hi | 0) * TWO_32 + lo;
/** An unsigned 64-bit integer from its halves, as the nearest double. */
export const uint64Number = (lo: number, hi: number): number => hi * TWO_32 + lo;
/** sint64 from the halves of its varint, as the nearest double. */
export function sint64Number(lo: number, hi: number): number {
  const half = hi * TWO_31 + (lo >>> 1);
  return (lo & 1) === 0 ? half : -half - 1;
}
/** sint32 from its varint. */
export const sint32 = (value: number): number => (value >>> 1) ^ -(value & 1);
