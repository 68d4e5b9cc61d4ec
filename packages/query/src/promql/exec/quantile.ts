import type { SourceRange } from '../../lang/index.js';
import { formatGoNumber } from '../syntax/index.js';
import type { Annotations } from './annotations.js';

/** Ascending, NaN before every number. */
export const nanFirst = (a: number, b: number): number => {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  if (Number.isNaN(b)) return 1;
  return a - b || 0;
};

/** The quantile of sorted values (see `nanFirst`), interpolated; NaN for none, infinite for q outside [0, 1]. */
export function quantileOfSorted(q: number, sorted: ArrayLike<number>): number {
  const n = sorted.length;
  if (n === 0 || Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const rank = q * (n - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(n - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return sorted[lower]! * (1 - weight) + sorted[upper]! * weight;
}

export function warnQuantile(q: number, annotations: Annotations, at: SourceRange): void {
  if (q >= 0 && q <= 1) return;
  annotations.warn(`quantile value should be between 0 and 1, got ${formatGoNumber(q)}`, at);
}
