import { plainText } from '../fields/plain-text.js';

/** Numbers by value, all else as text; what is missing comes last. */
export function compare(a: unknown, b: unknown): number {
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
  if (b === null || b === undefined) return -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return plainText(a).localeCompare(plainText(b), undefined, { numeric: true });
}
