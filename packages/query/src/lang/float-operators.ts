/** IEEE 754 has `1 ^ y` and `(-1) ^ ±Inf` as 1 for every y, NaN too; JavaScript has NaN. */
export function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b))) return 1;
  return a ** b;
}

/** A comparison with NaN is false, except `!=`. */
export const COMPARISON = {
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const;
