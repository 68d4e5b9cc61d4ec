import { compareNanos } from '../../time/nanos.js';
import { type LogLine } from './log-line.js';

export interface Merged {
  /** Newest first. */
  readonly lines: readonly LogLine[];
  readonly added: number;
  /** True when lines had to be let go to stay under the cap. */
  readonly dropped: boolean;
}

/**
 * Puts an answer into the list: newest first, each record once, records of one instant in the order the server gave.
 * @param current newest first.
 * @param incoming in any order; may overlap `current`.
 * @param cap the most lines to keep; the oldest go first.
 */
export function mergeLines(current: readonly LogLine[], incoming: readonly LogLine[], cap: number): Merged {
  const known = new Set(current.map(({ id }) => id));
  const fresh = incoming.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return { lines: current, added: 0, dropped: false };
  // Array.prototype.sort is stable: equal times keep the server's order, and newer answers stand before older ones.
  const lines = [...fresh, ...current].sort((a, b) => compareNanos(b.ts, a.ts));
  return { lines: lines.slice(0, cap), added: fresh.length, dropped: lines.length > cap };
}
